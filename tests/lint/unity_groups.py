"""Which sources of a target are compiled as one, for cmake/unity.cmake.

    python3 tests/lint/unity_groups.py LIST RESULT

LIST has a line a target: TARGET SOURCE... with absolute paths. RESULT is a CMake script that gives each source its
UNITY_GROUP: two sources that keep the same name to themselves have different ones.
"""

import sys

import tidy_units

# Sources a group, at the most: with more of them the two processors of CI are not used to the end of a build.
SIZE = 8


def commands(root, target, sources):
    # A share of a target each, of one size: the last is not a rest.
    size = -(-len(sources) // -(-len(sources) // SIZE))
    for number, group in enumerate(tidy_units.without_common_names(root, sources, size)):
        names = " ".join(f'"{name}"' for name in group)
        yield f'set_source_files_properties({names} TARGET_DIRECTORY {target} PROPERTIES UNITY_GROUP "{target}_{number}")\n'


def main():
    listed, result = sys.argv[1:]
    with open(listed, encoding="utf-8") as file:
        lines = file.read().splitlines()
    with open(result, "w", encoding="utf-8") as file:
        for line in lines:
            target, *sources = line.split()
            file.writelines(commands("/", target, sources))


if __name__ == "__main__":
    main()
