"""The dynamic loader settles next to nothing by name when our binary starts: libnode's own references are bound
in the copy that the build makes (third_party/bind_symbols.cc), which would be wrong for a binary with copies of
libnode's variables.

    python3 startup.py BINARY
"""

import os
import re
import subprocess
import sys

# With libnode as the distribution has it: 55,000. What is left, 11,000 on Debian 12, are the other libraries.
MOST = 25_000


def lookups(statistics):
    """The number of relocations that the loader says it made by name before the program began; None if it says none."""
    found = re.search(r"^\s*\d+:\s+number of relocations: (\d+)$", statistics, re.MULTILINE)
    return int(found[1]) if found else None


def copies_of_v8(relocations):
    return [line.split()[4] for line in relocations.splitlines() if "_COPY " in line and "N2v8" in line]


def check(statistics, relocations):
    count = lookups(statistics)
    if count is None:
        yield "the loader has no statistics (LD_DEBUG=statistics)"
    elif count > MOST:
        yield f"the loader looks up {count} symbols at start, more than {MOST}"
    for name in copies_of_v8(relocations):
        yield f"a copy of libnode's {name}: compile with sendoff_target(), which has -fPIC"


def output_of(*command, **environment):
    run = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **environment})
    return run.stdout, run.stderr


if __name__ == "__main__":
    binary = sys.argv[1]
    statistics = output_of(binary, "--version", LD_DEBUG="statistics")[1]
    faults = list(check(statistics, output_of("readelf", "-rW", binary)[0]))
    for fault in faults:
        print(f"{binary}: {fault}")
    sys.exit(1 if faults else 0)
