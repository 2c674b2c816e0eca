"""How long a browser takes to open the page of a large log, and how smoothly it scrolls: 10,000 requests of 2 KB, all of one run
and each of a run of its own."""

import gzip
import json
import os
import random
import shutil
import subprocess

from measure import NOT_INSTALLED
from table import Section

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
HEADERS = [["Accept", "application/json, text/plain, */*"], ["Content-Type", "application/json"], ["User-Agent", "sendoff/0.1.0"]]
STARTED = "2026-11-30T09:30:00.812Z"


def body(words):
    text = json.dumps({"customer": "Leia", "note": " ".join(f"{words.getrandbits(40):x}" for _ in range(35))})
    return {"size": len(text), "text": text, "truncated": False}


def request(run, seq, words):
    waited = round(words.uniform(20, 200), 3)
    return {
        "type": "request", "id": f"{run}.{seq}", "run": run, "workflow": None, "replay_of": None, "step": "order.mjs", "seq": seq,
        "started_at": STARTED, "kind": "deferred", "call_site": "order.mjs:12:5", "outcome": "delivered", "error": None,
        "wire": "full", "safe_to_replay": False,
        "request": {"method": "POST", "url": f"https://hooks.example.com/orders/{seq}", "headers": HEADERS, "body": body(words)},
        "response": {"status": words.choice((200, 200, 201, 404, 500)), "reason": "Reason", "http_version": "1.1",
                     "headers": HEADERS, "body": body(words)},
        "redirects": [],
        "timing": {"queued_ms": 0, "dns_ms": 1.2, "connect_ms": 9.4, "tls_ms": 21.8, "write_ms": 0.2, "wait_ms": waited,
                   "read_ms": 2.1, "total_ms": waited + 34.7},
        "remote_address": "192.0.2.10:443", "local_address": "10.0.0.5:50122", "reused_connection": False, "warnings": [],
    }


def run_end(run):
    return {"type": "run", "run": run, "workflow": None, "step": "order.mjs", "started_at": STARTED, "duration_ms": 700,
            "status": "ok", "return_value": {"order": 17}, "exports": {}, "error": None, "console": [], "warnings": []}


def one_run(count, words):
    return [request("run", seq, words) for seq in range(count)] + [run_end("run")]


def many_runs(count, words):
    return [line for at in range(count) for line in (request(f"run-{at}", 0, words), run_end(f"run-{at}"))]


def page_of(setting, lines, name):
    """The page's path, and its size for each byte of the log under gzip."""
    log = os.path.join(setting.scratch, f"{name}.jsonl")
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines).encode()
    with open(log, "wb") as file:
        file.write(text)
    subprocess.run([setting.sendoff, "view", log, "-o", f"{log}.html"], check=True, stdout=subprocess.DEVNULL)
    return f"{log}.html", os.path.getsize(f"{log}.html") / len(gzip.compress(text, 6))


def opened(setting, chromium, page):
    words = [setting.peer("node"), setting.client("page_open.mjs"), os.path.join(setting.tree, "tests", "page"), chromium, page]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def sections(setting):
    section = Section("page", "Open a page of 10,000 requests of 2 KB in Chromium", "all shown ms")
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not (chromium and os.path.isdir(os.path.join(setting.tree, "tests", "page", "node_modules"))):
        section.missing["Chromium"] = NOT_INSTALLED
        yield section
        return
    for name, lines in (("one run", one_run), ("a run each", many_runs)):
        page, ratio = page_of(setting, lines(setting.size(10_000, 100), random.Random(1)), name.replace(" ", "-"))
        rounds = [opened(setting, chromium, page) for _ in range(setting.rounds(5))]
        section.add(name, [one["shown_ms"] for one in rounds], **{
            "first shown": [one["first_ms"] for one in rounds],
            "longest frame": [one["frame_ms"] for one in rounds],
            "file / gzip": [ratio],
        })
    section.remarks.append("from the start of the navigation, on a page from disk; the frames are of a scroll from top to end")
    yield section
