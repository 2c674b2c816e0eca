"""Runs clang-tidy on the files of a build tree, two at a time, and remembers what was clean.

    python3 tests/lint/tidy.py BUILD_TREE

A file is looked at again when it, a header of ours that it includes, .clang-tidy, or its compile command
has changed. build/deps and generated files are not looked at, nor are tests: GoogleTest's macros take
longer than all the rest together.
"""

import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys

import tree

EXTRA = [
    # clang-tidy takes gcc's flags from compile_commands.json, and knows not all of them.
    "-Wno-unknown-warning-option",
    # How far the analyzer follows the ways through one function. By default six times as far, for three
    # times the time of everything together, which found nothing more.
    "-Xclang", "-analyzer-config", "-Xclang", "max-nodes=40000",
]

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


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
    for one in sorted(included(root, path, set())) + [".clang-tidy"]:
        digest.update(one.encode() + b"\0" + tree.read(root, one).encode())
    return digest.hexdigest()


def for_clang(entry):
    """The entry without g++'s precompiled header, which clang refuses to read."""
    arguments = shlex.split(entry["command"])
    for index, argument in reversed(list(enumerate(arguments))):
        if argument.endswith("cmake_pch.hxx") and arguments[index - 1] == "-include":
            del arguments[index - 1:index + 1]
    return {"directory": entry["directory"], "file": entry["file"], "arguments": arguments}


def main():
    root = os.getcwd()
    build = sys.argv[1]
    memory = os.path.join(build, "tidy-clean.json")
    clean = {}
    if os.path.exists(memory):
        with open(memory, encoding="utf-8") as file:
            clean = json.load(file)

    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = [for_clang(entry) for entry in json.load(file)]
    database = os.path.join(build, "tidy")
    os.makedirs(database, exist_ok=True)
    with open(os.path.join(database, "compile_commands.json"), "w", encoding="utf-8") as file:
        json.dump(entries, file)
    commands = {os.path.relpath(entry["file"], root): " ".join(entry["arguments"]) for entry in entries}
    sources = {path for path in tree.code_files(root) if not path.startswith(("tests/", "bench/", "fuzz/"))}
    ours = [path for path in sorted(commands) if path in sources]
    marks = {path: fingerprint(root, path, commands[path]) for path in ours}
    todo = [path for path in ours if clean.get(path) != marks[path]]
    print(f"{len(todo)} of {len(ours)} files to check")

    def run(path):
        done = subprocess.run(["clang-tidy", "--quiet", "-p", database,
                               *(f"--extra-arg={argument}" for argument in EXTRA), path],
                              capture_output=True, text=True, check=False)
        return path, done.returncode, done.stdout

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, status, output in pool.map(run, todo):
            if status == 0:
                clean[path] = marks[path]
            else:
                failed += 1
                clean.pop(path, None)
                print(f"== {path}\n{output}", flush=True)
    with open(memory, "w", encoding="utf-8") as file:
        json.dump({path: clean[path] for path in ours if path in clean}, file)
    print(f"{failed} files with findings")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
