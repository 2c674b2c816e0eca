"""A file holds one class and is read in one sitting. Past this many lines it is two things."""

import tree

LIMIT = 500
SUFFIXES = (".cc", ".h", ".js", ".mjs", ".ts", ".py", ".cmake")
FOLDERS = tree.CODE_FOLDERS + ("cmake", "third_party", "examples")


def check(root):
    findings = []
    for path in tree.files(root, FOLDERS, SUFFIXES):
        lines = tree.read(root, path).count("\n")
        if lines > LIMIT:
            findings.append(f"{path}: {lines} lines, more than {LIMIT}: split it")
    return findings


if __name__ == "__main__":
    tree.main(check)
