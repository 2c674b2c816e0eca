"""From the start of a process to its end, with a step or a program that does nothing."""

import os

import measure
from table import Section


def started(command):
    def candidate():
        usage = measure.run(command)
        return tuple(1e3 * part for part in (usage.wall, usage.cpu, usage.user, usage.system))
    return candidate


def sections(setting):
    section = Section("start", "Cold start with nothing to do", "wall ms", reference="bare V8")
    empty = setting.client("empty.mjs")
    bun, deno, node = (setting.peer(name) for name in ("bun", "deno", "node"))
    bound = setting.program("bare_bound_v8")
    empty_step = setting.client("empty_step.mjs")
    installed = setting.install()
    measure.compare(section, {
        "bare V8": started([setting.program("bare_v8")]),
        "bare V8, bound": os.path.exists(bound) and started([bound]),
        "sendoff run": started([setting.sendoff, "run", "--quiet", empty_step]),
        "sendoff run, installed": installed and started([installed, "run", "--quiet", empty_step]),
        "sendoff --version": started([setting.sendoff, "--version"]),
        "bun": bun and started([bun, "run", empty]),
        "deno": deno and started([deno, "run", "--no-config", "--no-lock", empty]),
        "Node": node and started([node, empty]),
    }, setting.rounds(31), ("CPU ms", "user", "system"))
    section.remarks.append("bare V8 runs on the distribution's libnode; bound, and sendoff, on the build's copy")
    section.remarks.append("installed: by the launcher, which hands over to the program beside its libraries")
    section.remarks.append("sendoff --version: the dynamic loader's part of sendoff run")
    yield section
