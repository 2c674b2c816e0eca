"""What a program must not be linked with, looked for in the libraries that the loader would map for it and in
the symbols that it has or wants: V8, for the rooms that do without it, or the network, for a worker.

    python3 foreign.py v8|network BINARY
"""

import os
import re
import subprocess
import sys

# By name, what is foreign: libraries that are mapped, and symbols.
KINDS = {
    "v8": (
        re.compile(r"\blib(node|v8|icu\w+)\b[^ ]*"),
        re.compile(r"^_Z(T[VISTW]|GV)?N?K?(2v8|4node|3icu|6icu_\d\d)"),
    ),
    # Of `net/` a worker has what addresses, URLs and header fields are; libnode maps what it will.
    "network": (
        re.compile(r"(?!)"),
        re.compile(r"^_Z(T[VISTW]|GV)?N?K?7sendoff(8delivery|6engine|3net\d+(Tcp|Tls|Connect|Hop|Exchange|Http1|Resolv"
                   r"|Cares|Egress|ReuseMemory|AddressMemory))|^(_|sendoff_)?llhttp_"),
    ),
}


def check(kind, mapped, table):
    """`mapped`: what the loader lists; `table`: what `nm --format=posix` prints."""
    libraries, symbols = KINDS[kind]
    for match in libraries.finditer(mapped):
        yield f"the loader maps {match[0]}"
    for name in {line.split(" ")[0] for line in table.splitlines()}:
        if symbols.match(name):
            yield f"it has or wants {name}"


def output_of(*command, **environment):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **environment}).stdout


if __name__ == "__main__":
    kind, binary = sys.argv[1:]
    mapped = output_of(binary, LD_TRACE_LOADED_OBJECTS="1")
    faults = sorted(check(kind, mapped, output_of("nm", "--format=posix", binary)))
    for fault in faults[:10]:
        print(f"{binary}: {fault}")
    sys.exit(1 if faults else 0)
