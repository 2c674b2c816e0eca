"""What a process around each run costs, beside a thread, and beside what Node has of that kind. The step has four
sends, which the egress policy refuses. CPU time is the host's and all its workers', by /proc: getrusage knows of a
process only when it was waited for, and workers are waited for by their zygote."""

import json

import measure
from table import Section

PAUSE_MS = 100  # after which what is made ahead is there


def said(setting, *words):
    return json.loads(measure.run([setting.program("isolation"), *words],
                                  {"SENDOFF_WORKER": setting.worker}).output)


def sections(setting):
    step = f"file={setting.client('four_sends_step.mjs')}"

    def ours(runs, *words):
        def candidate():
            told = said(setting, "of=runs", step, f"runs={runs}", *words)
            return told["latency_us"] / 1e3, told["cpu_us"] / 1e3
        return candidate

    # Its children are waited for: what they used is in the kernel's figures of it. Less the start.
    def node(kind, runs, package=None):
        if not setting.peer("node") or (package and not setting.has_package(package)):
            return None

        def started(count):
            return measure.run([setting.peer("node"), setting.client("isolated.mjs"), kind, count, PAUSE_MS],
                               {"PEERS": setting.peers})

        def candidate():
            empty, full = started(0), started(runs)
            return json.loads(full.output)["latency_us"] / 1e3, 1e3 * (full.cpu - empty.cpu) / runs
        return candidate

    runs, few = setting.size(100, 2), setting.size(30, 2)
    pause = f"pause_ms={PAUSE_MS if not setting.smoke else 0}"
    alone = Section("isolation", "A step with four sends, one at a time, with a pause before each", "latency ms",
                    reference="thread, fresh")
    measure.compare(alone, {
        "thread, fresh": ours(runs, "carrier=thread", pause),
        "thread, warm group": ours(runs, "carrier=thread", "group=bench", pause),
        "process, fresh": ours(runs, "carrier=process", pause),
        "process, warm group": ours(runs, "carrier=process", "group=bench", pause),
        "isolated-vm, fresh": node("ivm-isolate", runs, "isolated-vm"),
        "worker_threads": node("worker", few),
        "worker_threads, ahead": node("worker-ready", few),
        "child_process.fork": node("fork", few),
        "child_process.fork, ahead": node("fork-ready", few),
    }, setting.rounds(5), ("CPU ms",))
    alone.remarks.append("latency: until the sends are there; sendoff's has four records, too")
    alone.remarks.append("ahead: a process or thread of Node that was started before the step was wanted")
    yield alone

    many = setting.size(200, 2)
    busy = Section("isolation_busy", "Steps back to back, four sends each", "latency ms",
                   reference="thread, fresh, 1")
    measure.compare(busy, {
        f"{carrier}, {kind}, {threads}": ours(many * threads, f"carrier={carrier}", f"threads={threads}", *words)
        for threads in (1, 2)
        for kind, words in (("fresh", ()), ("warm group", ("group=bench",)))
        for carrier in ("thread", "process")
    }, setting.rounds(5), ("CPU ms",))
    busy.remarks.append("with the number of threads that run steps; workers are made on the same cores")
    yield busy

    workers = Section("isolation_workers", "A worker, from the wish for one until it is ready", "ms")

    def made():
        told = said(setting, "of=workers", f"count={setting.size(20, 2)}")
        return told["worker_us"] / 1e3, told["cpu_us"] / 1e3, told["own_bytes"] / 1024, told["zygote_us"] / 1e3

    measure.compare(workers, {"a worker": made}, setting.rounds(5), ("CPU ms", "own KiB", "its zygote's start"))
    workers.remarks.append("own: of its memory what no other process has (Private_ of smaps_rollup)")
    yield workers

    call = Section("isolation_call", "$send.http of a 1 KB object", "us/call", reference="thread")
    file = f"file={setting.client('call_step.mjs')}"
    measure.compare(call, {
        carrier: lambda carrier=carrier: (said(setting, "of=call", f"carrier={carrier}", file)["call_ns"] / 1e3,)
        for carrier in ("thread", "process")
    }, setting.rounds(5))
    yield call
