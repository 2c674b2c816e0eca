"""How long the delivery thread has no time for anybody else: the longest wall time between two turns of its
loop, from when something had happened until it could look again, and the CPU time of its longest turn."""

import json

import measure
from row_deliver import CONNECTIONS
from table import Section


def sections(setting):
    if setting.nginx is None:
        return
    requests = setting.size(20_000, 200)
    section = Section("turns", "The longest turn of the delivery thread", "ms")
    work = {
        f"{requests:,} POSTs": {},
        f"{requests:,} POSTs, https": {"scheme": "https", "port": setting.nginx.tls_port,
                                       "ca": setting.certificates.ca},
        "as many by as many runs": {"runs": requests},
        f"{requests // 2:,} in flight at once": {"requests": requests // 2, "connections": requests // 2},
    }
    measure.compare(section, {name: (lambda words=words: longest(setting, {"requests": requests, **words}))
                              for name, words in work.items()}, setting.rounds(5), ("CPU ms",))
    yield section


def longest(setting, words):
    words = {"port": setting.nginx.port, "connections": CONNECTIONS, "turns": 1, **words}
    usage = measure.run([setting.program("deliver_client"),
                         *(f"{name}={value}" for name, value in words.items())])
    said = json.loads(usage.output)
    return said["turn_ms"], said["turn_cpu_ms"]
