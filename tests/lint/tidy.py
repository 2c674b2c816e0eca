"""Runs clang-tidy on the files of a build tree, two at a time, and remembers what was clean.

    python3 tests/lint/tidy.py BUILD_TREE

A file is looked at again when it, a header of ours that it includes, .clang-tidy, one of these scripts or its
compile command has changed. build/deps and generated files are not looked at, nor are tests: GoogleTest's
macros take longer than all the rest together.

Each file is looked at twice. Most checks walk the trees of all headers, the standard library's and V8's, too,
which takes several times as long as the rest: they see some twenty files as one. The analyzer walks no headers,
but what it finds in a function depends on who else is in sight: it sees each file alone, on a precompiled
header. Together that takes less than half of the time of one look at each file with all checks. What is found
is said only when the file alone, without any of this, shows it, too.
"""

import collections
import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys

import tidy_units
import tree

EXTRA = [
    # clang-tidy takes gcc's flags from compile_commands.json, and knows not all of them. Warnings of the
    # compiler are the build's matter.
    "-w",
    # C++20 has modules, and where there could be some clang-tidy preprocesses every header twice.
    "-fno-cxx-modules",
]
# How far the analyzer follows the ways through one function. By default six times as far, for three
# times the time of everything together, which found nothing more.
FAR = 40000
NOWHERE = 1

ANALYZER = "clang-analyzer-"
# The one check of the analyzer that walks headers; it looks at classes and follows no ways.
PADDING = "clang-analyzer-optin.performance.Padding"
# What one file of a unit uses counts as used in all.
UNUSED = "misc-unused-"

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
USING = re.compile(r"^\s*(using\s+\w[\w:]*::\w+\s*;|namespace\s+\w+\s*=)", re.MULTILINE)


def included(root, path, seen):
    """Our own files that path includes, at any depth, itself included."""
    if path in seen:
        return seen
    seen.add(path)
    for header in INCLUDE.findall(tree.read(root, path)):
        for candidate in (header, os.path.join("include", header), os.path.join(os.path.dirname(path), header)):
            if os.path.isfile(os.path.join(root, candidate)):
                included(root, os.path.normpath(candidate), seen)
                break
    return seen


def fingerprint(root, path, command):
    digest = hashlib.sha256(command.encode())
    for one in sorted(included(root, path, set())) + [".clang-tidy", "tests/lint/tidy.py", "tests/lint/tidy_units.py"]:
        digest.update(one.encode() + b"\0" + tree.read(root, one).encode())
    return digest.hexdigest()


def for_clang(entry):
    """The entry without g++'s precompiled header, which clang refuses to read."""
    arguments = shlex.split(entry["command"])
    for index, argument in reversed(list(enumerate(arguments))):
        if argument.endswith("cmake_pch.hxx") and arguments[index - 1] == "-include":
            del arguments[index - 1:index + 1]
    return {"directory": entry["directory"], "file": entry["file"], "arguments": arguments}


def enabled_checks():
    listed = subprocess.run(["clang-tidy", "--list-checks"], capture_output=True, text=True, check=True)
    return [line.strip() for line in listed.stdout.splitlines() if line.startswith(" ")]


class Tidy:
    def __init__(self, root, build):
        self.root = root
        self.folder = os.path.join(root, build, "tidy")
        checks = enabled_checks()
        self.walking = [check for check in checks if not check.startswith(ANALYZER) or check == PADDING]
        self.alone = [check for check in checks if check.startswith(ANALYZER) and check != PADDING]
        self.unused = [check for check in checks if check.startswith(UNUSED)]
        self.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())

    def path_of(self, entry):
        return os.path.relpath(entry["file"], self.root)

    def write_database(self, name, entries):
        database = os.path.join(self.folder, name)
        os.makedirs(database, exist_ok=True)
        with open(os.path.join(database, "compile_commands.json"), "w", encoding="utf-8") as file:
            json.dump(entries, file)
        return database

    def look(self, database, path, checks, nodes):
        """What clang-tidy says of a file; empty where there is nothing to say."""
        extra = EXTRA + ["-Xclang", "-analyzer-config", "-Xclang", f"max-nodes={nodes}"]
        done = subprocess.run(["clang-tidy", "--quiet", "-p", database, "--checks=-*," + ",".join(checks),
                               *(f"--extra-arg={argument}" for argument in extra), path],
                              capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else f"{done.stdout}{done.stderr}status {done.returncode}"

    def look_at_unit(self, database, unit, members):
        """What is found of which member: of each by itself, if the unit has findings or cannot be one."""
        if not self.look(database, unit["file"], self.walking, NOWHERE):
            return []
        return [(member, self.look(self.folder, member["file"], self.walking, NOWHERE)) for member in members]

    def look_at_units(self, entries):
        units = []
        os.makedirs(os.path.join(self.folder, "units"), exist_ok=True)
        for number, members in enumerate(tidy_units.shared_out(self.root, entries)):
            path = os.path.join(self.folder, "units", f"{number}.cc")
            units.append((tidy_units.write_unit(path, members), members))
        database = self.write_database("units", [unit for unit, _ in units])
        return [self.pool.submit(self.look_at_unit, database, unit, members) for unit, members in units]

    def precompiled(self, number, same):
        """The entries, with a precompiled header of what many of them include."""
        headers = collections.Counter()
        for entry in same:
            headers.update(tidy_units.foreign_headers(self.root, included(self.root, self.path_of(entry), set())))
        common = [header for header, count in headers.items() if count >= tidy_units.SHARE * len(same)]
        path = os.path.join(self.folder, "alone", f"{number}.h")
        made = len(same) >= tidy_units.FEWEST and tidy_units.precompile(path, common, same[0], EXTRA)
        if not made:
            return same
        return [{**entry, "arguments": [*entry["arguments"], "-include-pch", made]} for entry in same]

    def look_alone(self, database, entry):
        texts = (tree.read(self.root, path) for path in included(self.root, self.path_of(entry), set()))
        checks = self.alone + (self.unused if any(USING.search(text) for text in texts) else [])
        said = self.look(database, entry["file"], checks, FAR)
        return [(entry, said and self.look(self.folder, entry["file"], checks, FAR))]

    def look_at_each(self, entries):
        os.makedirs(os.path.join(self.folder, "alone"), exist_ok=True)
        if tidy_units.version("clang++") == tidy_units.version("clang-tidy"):
            groups = enumerate(tidy_units.by_flags(entries))
            entries = sum(self.pool.map(lambda group: self.precompiled(*group), groups), [])
        database = self.write_database("alone", entries)
        return [self.pool.submit(self.look_alone, database, entry) for entry in entries]

    def findings(self, entries):
        """The paths of those with findings, which are printed."""
        self.write_database("", entries)
        found = set()
        for done in concurrent.futures.as_completed(self.look_at_units(entries) + self.look_at_each(entries)):
            for entry, said in done.result():
                if said:
                    print(f"== {self.path_of(entry)}\n{said}", flush=True)
                    found.add(self.path_of(entry))
        return found


def main():
    root = os.getcwd()
    build = sys.argv[1]
    memory = os.path.join(build, "tidy-clean.json")
    clean = {}
    if os.path.exists(memory):
        with open(memory, encoding="utf-8") as file:
            clean = json.load(file)

    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = {os.path.relpath(entry["file"], root): for_clang(entry) for entry in json.load(file)}
    sources = {path for path in tree.code_files(root) if not path.startswith(("tests/", "bench/", "fuzz/"))}
    ours = [path for path in sorted(entries) if path in sources]
    marks = {path: fingerprint(root, path, " ".join(entries[path]["arguments"])) for path in ours}
    todo = [path for path in ours if clean.get(path) != marks[path]]
    print(f"{len(todo)} of {len(ours)} files to check", flush=True)

    found = Tidy(root, build).findings([entries[path] for path in todo])
    clean |= {path: marks[path] for path in todo}
    with open(memory, "w", encoding="utf-8") as file:
        json.dump({path: clean[path] for path in ours if path in clean and path not in found}, file)
    print("findings" if found else "no findings")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
