"""Nothing that libnode also has may be exported by our binary, or the two would use one another's code:
the dynamic linker takes the first definition it meets, and the executable comes first.

    python3 symbols.py BINARY

V8's own inline functions are not in the list: its headers export them, and both sides have the same.
"""

import re
import subprocess
import sys

FORBIDDEN = re.compile(
    r"^(_ZT[VISTW]|_ZGV|_Z)?(N|NK|St)?"
    r"(sendoff_)?(llhttp_|ada_|3ada|11sendoff_ada|8simdjson|7simdutf|ares_|uv_|nghttp2_|SSL_|Brotli)")


def names_of(table):
    """The names that `nm --format=posix` prints."""
    return [line.split(" ")[0].split("@")[0] for line in table.splitlines() if line]


def copied(relocations):
    """The names that `readelf -rW` lists as copies: data of a shared library that we are linked with, which
    the linker moves into the executable. It is the library's own definition still."""
    return {line.split()[4].split("@")[0] for line in relocations.splitlines() if "_COPY " in line}


def check(table, relocations=""):
    return [name for name in names_of(table) if FORBIDDEN.match(name) and name not in copied(relocations)]


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    binary = sys.argv[1]
    names = check(output_of("nm", "-D", "--defined-only", "--format=posix", binary), output_of("readelf", "-rW", binary))
    for name in names:
        print(f"{binary} exports {name}")
    if names:
        print("third_party/README.md says why this is a trap; compile with sendoff_target() and link sendoff::* only")
    sys.exit(1 if names else 0)
