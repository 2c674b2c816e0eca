"""Whether the work grows as its size does, and no faster: CPU of the whole process, with a plot for each
in the results' folder. Linear is what costs at its largest, for each unit more, at most half as much
again as in the middle."""

import dataclasses
import json
import os

import measure
import plot
from row_deliver import CONNECTIONS
from table import Section

TOLERANCE = 1.5


def powers(largest):
    size = 1
    while size <= largest:
        yield size
        size *= 10


def grown(setting, name, title, what, sizes, work):
    """`work(size)` is a usage. The section says what each unit costs beyond what one alone does."""
    section = Section(f"growth-{name}", title, "CPU ms")
    sizes = list(sizes)
    measure.compare(section, {f"{size:,}": (lambda size=size: milliseconds(work(size))) for size in sizes},
                    setting.rounds(3), ("peak MiB",))
    if section.missing or len(sizes) < 4:
        return section
    cost = {size: section.find(f"{size:,}").value for size in sizes}
    first, middle, before, last = sizes[0], sizes[-3], sizes[-2], sizes[-1]
    late = (cost[last] - cost[before]) / (last - before)
    early = (cost[before] - cost[middle]) / (before - middle)
    for size in sizes[1:]:
        section.find(f"{size:,}").details["us for each more"] = 1e3 * (cost[size] - cost[first]) / (size - first)
    verdict = "linear" if late <= TOLERANCE * early else "NOT LINEAR"
    section.remarks.append(f"{verdict}: past {before:,} one more costs {late / early:.2f} times what it does before")
    path = os.path.join(setting.output, f"growth-{name}.svg")
    os.makedirs(setting.output, exist_ok=True)
    plot.write(path, title, what, "CPU, ms", [(size, cost[size]) for size in sizes], cost[last] / last)
    section.plots.append(os.path.basename(path))
    return section


def milliseconds(usage):
    return 1e3 * usage.cpu, usage.peak_bytes / 2**20


def sections(setting):
    if setting.nginx:
        def requests(count):
            event = json.dumps({"url": f"http://127.0.0.1:{setting.nginx.port}/hook", "requests": count})
            return measure.run([
                setting.sendoff, "run", setting.client("deliver_step.mjs"), "--event", event, "--quiet",
                "--fail-on-send-error", "--allow-private", "--max-requests", count, "--request-timeout", "60s",
                "--concurrency", CONNECTIONS, "--concurrency-per-origin", CONNECTIONS])

        yield grown(setting, "requests", "Requests of one run, sendoff run", "requests",
                    powers(setting.size(100_000, 10)), requests)

    def origins(count):
        return delivered(setting, requests=count, origins=count)

    def batches(count):
        return delivered(setting, requests=count * 20, runs=count)

    if setting.nginx:
        yield grown(setting, "origins", "Origins, a request and so a connection to each, the engine alone",
                    "origins", powers(setting.size(10_000, 10)), origins)
        yield grown(setting, "deliveries", "Runs with 20 requests each at once, the engine alone", "runs",
                    powers(setting.size(1_000, 10)), batches)

    def at_once(count):
        return measure.run([setting.program("steps"), f"file={setting.client('waiting_step.mjs')}",
                            f"runs={count}", f"threads={count}", "warm_up=0"])

    yield grown(setting, "runs", "Steps that run at once, a thread and an isolate each", "runs",
                powers(setting.size(1_000, 10)), at_once)


def delivered(setting, **words):
    usage = measure.run([setting.program("deliver_client"), f"port={setting.nginx.port}",
                         f"connections={CONNECTIONS}", *(f"{name}={value}" for name, value in words.items())])
    return dataclasses.replace(usage, **json.loads(usage.output))
