"""A step with four sends, again and again in one warm process: CPU of the whole process for each, after
some that do not count. Each candidate's context or isolate is new each time; Node's `vm` and isolated-vm
find nothing in theirs but `send`, a step of ours finds all its globals. Bare V8 is the same library as
ours, with nothing around it; it and the peers compile their script each time, ours finds the code of its step
kept. Our requests are refused by the
egress policy, so that no network is measured, and have their records."""

import json

import measure
from table import Section


def one(command, environment=None):
    """(CPU, user, system, wall) in milliseconds, of what prints them for each run."""
    said = json.loads(measure.run(command, environment).output)
    user, system, wall = (said[f"{key}_us"] / 1e3 for key in ("user", "system", "wall"))
    return user + system, user, system, wall


def sections(setting):
    step = setting.client("four_sends_step.mjs")

    def ours(runs, *words):
        return lambda: one([setting.program("steps"), f"file={step}", f"runs={runs}", *words])

    def bare(runs, *words):
        return lambda: one([setting.program("bare_steps"), f"runs={runs}", *words])

    def node(kind, runs, package=None):
        if not setting.peer("node") or (package and not setting.has_package(package)):
            return None
        return lambda: one([setting.peer("node"), setting.client("fresh.mjs"), kind, runs],
                           {"PEERS": setting.peers})

    many, some, few = setting.size(500, 2), setting.size(200, 2), setting.size(30, 2)
    details = ("user", "system", "wall")
    context = Section("context", "A fresh context for each step, warm isolate, four sends", "CPU ms",
                      reference="isolated-vm")
    measure.compare(context, {
        "sendoff": ours(many, "group=bench"),
        "bare V8": bare(many),
        "isolated-vm": node("ivm-context", many, "isolated-vm"),
        "Node vm": node("vm", many),
    }, setting.rounds(7), details)
    yield context
    isolate = Section("isolate", "A fresh isolate for each step, four sends", "CPU ms", reference="isolated-vm")
    measure.compare(isolate, {
        "sendoff": ours(some),
        "bare V8": bare(some, "fresh=isolate"),
        "isolated-vm": node("ivm-isolate", some, "isolated-vm"),
        "worker_threads": node("worker", few),
    }, setting.rounds(7), details)
    yield isolate
    threads = Section("threads", "Steps a second by Engine::Run, four sends each", "steps/s",
                      reference="fresh, 1 thread")

    def throughput(runs, *words):
        candidate = ours(runs, *words)

        def steps_a_second():
            cpu, _, _, wall = candidate()
            return 1e3 / wall, cpu
        return steps_a_second

    measure.compare(threads, {
        f"{kind}, {count} thread{'s' * (count > 1)}": throughput(runs * count, f"threads={count}", *words)
        for kind, runs, words in (("fresh", some, ()), ("warm", many, ("group=bench",)))
        for count in (1, 2)
    }, setting.rounds(7), ("CPU ms/step",))
    threads.remarks.append("the ratio is how many times as many steps; the delivery thread works, too")
    yield threads
