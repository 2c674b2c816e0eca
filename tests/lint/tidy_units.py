"""What spares clang-tidy from parsing the same headers again: many sources as one, and precompiled headers."""

import collections
import os
import re
import subprocess

import tree

# Sources a unit, at the most. More of them hardly take less time, and fewer units are harder to share out.
SIZE = 24
# Below that a precompiled header takes as long as it saves.
FEWEST = 6
# Of the files that share a precompiled header, those that include a header that is in it.
SHARE = 0.3

FOREIGN = re.compile(r'^\s*#\s*include\s*<([^>]+)>', re.MULTILINE)
UNNAMED = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.MULTILINE | re.DOTALL)
# As clang-format leaves it, what a namespace has begins its line.
DECLARED = re.compile(
    r"^(?:(?:struct|class|enum class|enum|union) (\w+)|using (\w+) =|(?![/#})\s])[^\n(={;]*?(?<![:\w])(\w+)(?=[\[({=;]| =| \{))",
    re.MULTILINE)
USED = re.compile(r"^using [\w:]+::(\w+);", re.MULTILINE)
OF_FILE = re.compile(r"^(?:static [^\n(={;]*?|int (?=main\())(\w+)(?=[({=;]| =)", re.MULTILINE)


def own_names(text):
    """What a source declares for itself only, and what two sources of a unit may so not both declare."""
    declared = {name for block in UNNAMED.findall(text) for names in DECLARED.findall(block) for name in names}
    # TEST(A, B) and its like declare what no other source of a program has.
    declared = {name for name in declared if not name.isupper()}
    return (declared | set(OF_FILE.findall(text))) - {"", "static_assert"}


def without_common_names(root, paths, size):
    """Lists of at most so many of the paths, of which no two sources in a list keep the same name to themselves."""
    lists = []
    for path in paths:
        text = tree.read(root, path)
        # Two may use what a third file declares; none may where another has its own of that name.
        names, used = own_names(text), set(USED.findall(text))
        for members, taken, borrowed in lists:
            if len(members) < size and not names & (taken | borrowed) and not used & taken:
                break
        else:
            members, taken, borrowed = [], set(), set()
            lists.append((members, taken, borrowed))
        members.append(path)
        taken |= names
        borrowed |= used
    return [members for members, _, _ in lists]


def flags(entry):
    """What of a compile command decides how a header is read: without its files, and without warnings."""
    kept = []
    arguments = iter(entry["arguments"][1:])
    for argument in arguments:
        if argument in ("-o", "-c"):
            next(arguments)
        elif not argument.startswith("-W"):
            kept.append(argument)
    return kept


def by_flags(entries):
    """Lists of entries that have the same flags, in the order in which they came."""
    same = collections.defaultdict(list)
    for entry in entries:
        same[(entry["directory"], *flags(entry))].append(entry)
    return list(same.values())


def parted(entry):
    """The flags of an entry in two lists: those that decide on the language, and folders and macros."""
    language, additions = [], []
    arguments = iter(flags(entry))
    for argument in arguments:
        if argument in ("-isystem", "-I", "-D"):
            additions += [argument, next(arguments)]
        else:
            (additions if argument.startswith(("-I", "-D")) else language).append(argument)
    return language, additions


def additions_of(entries):
    """What the entries add, each of it once."""
    added = {}
    for entry in entries:
        arguments = iter(parted(entry)[1])
        for argument in arguments:
            added[(argument, next(arguments)) if argument in ("-isystem", "-I", "-D") else (argument,)] = True
    return [argument for addition in added for argument in addition]


def by_language(entries):
    """Lists of entries that one unit could have: V8's folder brings its own copies of other libraries' headers."""
    same = collections.defaultdict(list)
    for entry in entries:
        language, additions = parted(entry)
        sees_v8 = any("/runtime/" in argument or "/node" in argument for argument in additions)
        same[(entry["directory"], sees_v8, *language)].append(entry)
    return list(same.values())


def shared_out(root, entries):
    """Lists of entries that can be one unit: of the same language, and without a name in common."""
    units = []
    for same in by_language(entries):
        entry_of = {entry["file"]: entry for entry in same}
        size = -(-len(same) // -(-len(same) // SIZE))
        units += [[entry_of[path] for path in paths] for paths in without_common_names(root, entry_of, size)]
    return units


def write_unit(path, members):
    """A source that includes the members, and its entry of a compile database."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f'#include "{member["file"]}"  // NOLINT(bugprone-suspicious-include)\n' for member in members)
    return {"directory": members[0]["directory"], "file": path,
            "arguments": [members[0]["arguments"][0], *parted(members[0])[0], *additions_of(members), "-c", path]}


def foreign_headers(root, paths):
    """The headers that are not ours and that the files include."""
    found = {header for path in paths for header in FOREIGN.findall(tree.read(root, path))}
    return {header for header in found if not os.path.exists(os.path.join(root, "include", header))}


def version(program):
    """Of clang, or None where there is none."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return re.search(r"version (\S+)", said).group(1)


def precompile(path, headers, entry, extra):
    """The precompiled header of these, or None where clang cannot make one that clang-tidy would read."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"#include <{header}>\n" for header in sorted(headers))
    done = subprocess.run(["clang++", *flags(entry), *extra, "-x", "c++-header", path, "-o", path + ".pch"],
                          cwd=entry["directory"], capture_output=True, check=False)
    return path + ".pch" if done.returncode == 0 else None
