"""Measures sendoff and its peers on the same work, prints a table and writes the figures as JSON.

    python3 -B bench/suite/main.py --tree build/release [--peers DIR] [--output DIR] [--smoke] [ROW...]

`./x bench` builds, installs the peers and starts this. What the rows are is said at the head of each
row_*.py; what was learned from them stands in docs/performance.md.
"""

import argparse
import datetime
import importlib
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict

import table
from certificates import Certificates
from measure import NOT_INSTALLED
from nginx import Nginx, available
from setting import HERE, Setting

ROWS = ("deliver", "turns", "steps", "start", "call", "memory", "growth", "page", "isolation")


def parse():
    parser = argparse.ArgumentParser(prog="./x bench", description="rows: " + ", ".join(ROWS))
    parser.add_argument("rows", nargs="*", metavar="ROW", help="all when none is named")
    parser.add_argument("--tree", required=True)
    parser.add_argument("--peers", default="")
    parser.add_argument("--output", default="")
    parser.add_argument("--smoke", action="store_true")
    words = parser.parse_args()
    for name in words.rows:
        if name not in ROWS:
            parser.error(f"no row '{name}'; there are: {', '.join(ROWS)}")
    return words


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "?")
    return {"cpu": model, "cores": os.cpu_count(), "kernel": platform.release()}


def run(setting, names):
    """The sections of these rows, each shown as soon as it is there."""
    done = []
    for name in names:
        for section in importlib.import_module(f"row_{name}").sections(setting):
            table.show(section)
            done.append(section)
    return done


def write(setting, sections):
    """Rows that were not measured now stay as they were."""
    os.makedirs(setting.output, exist_ok=True)
    path = os.path.join(setting.output, "results.json")
    rows = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            rows = {row["name"]: row for row in json.load(file)["rows"]}
    for section in sections:
        rows[section.name] = {**asdict(section), "markdown": table.markdown(section),
                              "date": datetime.datetime.now().isoformat(timespec="seconds")}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"machine": machine(), "rows": list(rows.values())}, file, indent=1)
    with open(os.path.join(setting.output, "results.md"), "w", encoding="utf-8") as file:
        file.write("\n".join(row["markdown"] for row in rows.values()))
    print(f"\nfigures: {os.path.relpath(path)}, and as Markdown results.md")


def measure_all(setting, names):
    """The exit status: as a test, it fails with what could be started and did not do its work."""
    sections = run(setting, names)
    write(setting, sections)
    failed = [why for section in sections for why in section.missing.values() if why != NOT_INSTALLED]
    return 1 if failed and setting.smoke else 0


def main():
    words = parse()
    with tempfile.TemporaryDirectory(prefix="sendoff-bench-") as scratch:
        setting = Setting(os.path.abspath(words.tree), os.path.abspath(words.peers or "nowhere"), scratch,
                          os.path.abspath(words.output or scratch), words.smoke)
        setting.certificates = Certificates(scratch)
        if not available():
            print("no nginx: nothing is delivered", file=sys.stderr)
            return measure_all(setting, words.rows or ROWS)
        with Nginx(scratch, setting.certificates) as setting.nginx:
            return measure_all(setting, words.rows or ROWS)


if __name__ == "__main__":
    sys.exit(main())
