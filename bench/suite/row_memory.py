"""What waits, in memory, in a fresh process each. Its own is what no file backs and no other process has:
the resident set also counts pages of libraries, as many as the kernel likes to map at once."""

import json

import measure
from table import Section

KILOBYTE = 1024


def sections(setting):
    section = Section("memory", "Memory of what waits", "own KiB each")

    def made(*words):
        def candidate():
            said = json.loads(measure.run([setting.program("memory"), *words]).output)
            return tuple(said[what] / KILOBYTE for what in ("own_bytes", "heap_bytes", "resident_bytes"))
        return candidate

    buffered, flying = setting.size(100_000, 100), setting.size(10_000, 100)
    isolates = f"count={setting.size(20, 2)}"
    file = f"file={setting.client('buffer_step.mjs')}"
    measure.compare(section, {
        "an idle engine": made("of=engine"),
        "of it, V8 started": made("of=v8"),
        "an idle isolate": made("of=isolate", isolates),
        "after a run, in the pool": made("of=used_isolate", isolates, file),
        "one of bare V8": made("of=bare_isolate", isolates),
        f"a request in flight, of {flying:,}": made("of=flight", f"count={flying}"),
        f"a request buffered, of {buffered:,}": made("of=buffered", f"count={buffered}", file),
    }, setting.rounds(3), ("heap KiB", "RSS KiB"))
    section.remarks.append("own: what no file backs and no other process has")
    section.remarks.append("heap: what malloc has given out, touched or not")
    section.remarks.append("in flight: waits for its response; buffered: a POST of 909 bytes of JSON")
    yield section
