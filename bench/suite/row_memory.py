"""What waits, in memory: the resident set and malloc's heap before and after, in a fresh process each."""

import json

import measure
from table import Section

KILOBYTE = 1024


def sections(setting):
    section = Section("memory", "Memory of what waits", "RSS KiB each")

    def made(*words):
        def candidate():
            said = json.loads(measure.run([setting.program("memory"), *words]).output)
            return said["resident_bytes"] / KILOBYTE, said["heap_bytes"] / KILOBYTE
        return candidate

    def in_flight(count):
        """The peak of a process that has them all in flight at once, less that of one with a single one."""
        def peak(held):
            return measure.run([setting.program("deliver_client"), f"hold={held}", f"requests={held}",
                                f"connections={held}", "origins=10", "body=0"]).peak_bytes
        return lambda: ((peak(count) - peak(1)) / count / KILOBYTE,)

    buffered, flying = setting.size(100_000, 100), setting.size(10_000, 100)
    file = setting.client("buffer_step.mjs")
    measure.compare(section, {
        "an idle engine": made("of=engine"),
        "an idle isolate": made("of=isolate", f"count={setting.size(20, 2)}"),
        f"a request in flight, of {flying:,}": in_flight(flying),
        f"a request buffered, of {buffered:,}": made("of=buffered", f"count={buffered}", f"file={file}"),
    }, setting.rounds(3), ("heap KiB",))
    section.remarks.append("a buffered request is a POST of 1,003 bytes of JSON")
    yield section
