"""The library names its options as C++ has them; flags belong to the command (cli/flags/option_flags.cc). So no text of
the library has a flag in it, but for those that it gives to other programs: esbuild, V8, its own build steps, its worker. What
a terminal shows (report/terminal/) is the command's.
"""

import re

import tree

FOLDERS = ("base", "net", "redaction", "report", "runtime", "worker", "bindings", "include", "js")
SUFFIXES = tree.CODE_SUFFIXES + (".js",)
OTHER_PROGRAMS = ("sources/type_stripper.", "runtime/v8/platform.", "runtime/v8/v8_compat.", "runtime/snapshot/snapshot_builder.", "worker/main.")
COMMAND = ("report/terminal/",)
TEXT = re.compile(r'"((?:\\.|[^"\\])*)"|\'((?:\\.|[^\'\\])*)\'|`((?:\\.|[^`\\])*)`')
FLAG = re.compile(r"(?<![\w-])--[a-z]")


def check(root):
    findings = []
    for path in tree.files(root, FOLDERS, SUFFIXES):
        if path.startswith(OTHER_PROGRAMS + COMMAND):
            continue
        for number, line in enumerate(tree.read(root, path).splitlines(), 1):
            if line.lstrip().startswith("//"):
                continue
            if any(FLAG.search(text) for groups in TEXT.findall(line) for text in groups):
                findings.append(f"{path}:{number}: a text of the library names a flag: name the option")
    return findings


if __name__ == "__main__":
    tree.main(check)
