"""One $send.http beside JSON.stringify of the same object, in one isolate: by the program `call`, which
is also run alone, `./x bench call`."""

import json
import os

import measure
from table import Section


def sections(setting):
    section = Section("call", "$send.http of a 1 KB object, and JSON.stringify of it", "us/call",
                      reference="JSON.stringify")
    program = os.path.join(setting.tree, "benchmarks", "call")

    def measured():
        usage = measure.run([program, "--benchmark_format=json", "--benchmark_filter=one_kilobyte"])
        return json.loads(usage.output)["benchmarks"][0]

    said = [measured() for _ in range(setting.rounds(7))]
    section.add("JSON.stringify", [each["stringify_ns"] / 1e3 for each in said])
    section.add("$send.http", [each["call_ns"] / 1e3 for each in said])
    yield section
