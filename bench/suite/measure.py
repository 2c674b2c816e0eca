"""What a process used: CPU time as the kernel counted it, of the process and of those it waited for."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass


NOT_INSTALLED = "not installed"


class Failed(Exception):
    """A candidate did not do its work; the text says how that was seen."""


@dataclass
class Usage:
    """Times in seconds."""

    user: float
    system: float
    wall: float
    peak_bytes: int
    output: str

    @property
    def cpu(self):
        return self.user + self.system


def run(command, environment=None, interrupt_after=None):
    """Runs a command to its end, or gives it a SIGINT after so many seconds; Failed when its status is not
    0."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        start = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=complaints,
            env={**os.environ, **(environment or {})})
        interrupt = threading.Timer(interrupt_after or 0, os.kill, [process.pid, signal.SIGINT])
        if interrupt_after:
            interrupt.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        finally:
            interrupt.cancel()
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (output, complaints):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
    if process.returncode != 0:
        raise Failed(f"{os.path.basename(str(command[0]))} ended with {process.returncode}: "
                     f"{texts[1].strip()[-300:]}")
    return Usage(usage.ru_utime, usage.ru_stime, wall, usage.ru_maxrss * 1024, texts[0])


def compare(section, candidates, rounds, details=()):
    """Calls each candidate in turn, `rounds` times over, so that whatever else the machine does disturbs
    them alike, and adds the medians to the section. A candidate returns a tuple: the value that counts,
    then the details. One that is None is not there; one that fails is left out, with the reason."""
    results = {}
    for name, candidate in candidates.items():
        if candidate:
            results[name] = []
        else:
            section.missing[name] = NOT_INSTALLED
    for _ in range(rounds):
        for name in [name for name in results if name not in section.missing]:
            try:
                results[name].append(candidates[name]())
            except Failed as failure:
                section.missing[name] = str(failure)
    for name, figures in results.items():
        if name not in section.missing:
            value, *others = zip(*figures)
            section.add(name, value, **dict(zip(details, others)))
