"""What the checks of this folder share: the files of a tree, and how findings are reported."""

import os
import sys

CODE_FOLDERS = ("base", "net", "redaction", "delivery", "request", "sources", "runtime", "carrier", "worker", "js", "bindings", "engine",
                "host", "inprocess", "report", "cli", "include", "tests", "bench", "fuzz")
CODE_SUFFIXES = (".cc", ".h")
SKIPPED_FOLDERS = {"build", "fixtures", "node_modules", ".git", "corpus", "regressions"}


def files(root, folders, suffixes):
    """Paths relative to root, with forward slashes, sorted."""
    found = []
    for folder in folders:
        for directory, subfolders, names in os.walk(os.path.join(root, folder)):
            subfolders[:] = [name for name in subfolders if name not in SKIPPED_FOLDERS]
            for name in names:
                if name.endswith(suffixes):
                    found.append(os.path.relpath(os.path.join(directory, name), root))
    return sorted(found)


def code_files(root):
    return files(root, CODE_FOLDERS, CODE_SUFFIXES)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def main(check):
    """Runs check(root) -> list of messages, for `python3 SCRIPT [ROOT]`."""
    root = sys.argv[1] if len(sys.argv) > 1 else os.getcwd()
    findings = check(root)
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} found; the rule and its reason are at the head of {sys.argv[0]}")
    sys.exit(1 if findings else 0)
