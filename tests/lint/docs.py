"""What the documents name is there: paths in backticks, and relative links.

A path is a word in backticks with a slash whose first part is a folder or file of the root. `build/...`
is made, not kept; `a/{b,c}.h` and `a/*` name several; `x.*` is x.h or x.cc.
"""

import glob
import os
import re

import tree

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
BACKTICKS = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
PATH = re.compile(r"^[\w.@{},*-]+(/[\w.@{},*-]+)+/?$")


def documents(root):
    found = []
    for directory, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if name not in tree.SKIPPED_FOLDERS]
        found += [os.path.relpath(os.path.join(directory, name), root) for name in names if name.endswith(".md")]
    return sorted(found)


def expand(path):
    """a/{b,c} as a list."""
    match = re.search(r"\{([^{}]*)\}", path)
    if not match:
        return [path]
    return [one for part in match.group(1).split(",")
            for one in expand(path[:match.start()] + part + path[match.end():])]


def names_a_path(root, word):
    first = word.split("/")[0]
    return bool(PATH.match(word)) and first != "build" and os.path.exists(os.path.join(root, first))


def check(root):
    findings = []
    for document in documents(root):
        text = tree.read(root, document)
        # Blanked, not removed, so that line numbers stay.
        prose = FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)
        for number, line in enumerate(prose.splitlines(), 1):
            for word in BACKTICKS.findall(line):
                if not names_a_path(root, word):
                    continue
                for path in expand(word):
                    if not glob.glob(os.path.join(root, path)):
                        findings.append(f"{document}:{number}: there is no {path}")
            for target in LINK.findall(line):
                target = target.split("#")[0]
                if target and not re.match(r"[a-z]+:", target):
                    if not os.path.exists(os.path.join(root, os.path.dirname(document), target)):
                        findings.append(f"{document}:{number}: the link to {target} leads nowhere")
    return findings


if __name__ == "__main__":
    tree.main(check)
