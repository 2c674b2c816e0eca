"""What a program must not be linked with, looked for in the libraries that the loader would map for it and in
the symbols that it has or wants. For the rooms that do without V8.

    python3 foreign.py BINARY
"""

import os
import re
import subprocess
import sys

LIBRARIES = re.compile(r"\blib(node|v8|icu\w+)\b[^ ]*")
SYMBOLS = re.compile(r"^_Z(T[VISTW]|GV)?N?K?(2v8|4node|3icu|6icu_\d\d)")


def check(mapped, table):
    """`mapped`: what the loader lists; `table`: what `nm --format=posix` prints."""
    for match in LIBRARIES.finditer(mapped):
        yield f"the loader maps {match[0]}"
    for name in {line.split(" ")[0] for line in table.splitlines()}:
        if SYMBOLS.match(name):
            yield f"it has or wants {name}"


def output_of(*command, **environment):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **environment}).stdout


if __name__ == "__main__":
    binary = sys.argv[1]
    faults = sorted(check(output_of(binary, LD_TRACE_LOADED_OBJECTS="1"), output_of("nm", "--format=posix", binary)))
    for fault in faults[:10]:
        print(f"{binary}: {fault}")
    sys.exit(1 if faults else 0)
