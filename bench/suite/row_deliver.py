"""POSTs to nginx over 64 connections: CPU of the client's whole process, from its start to its end, for
each request that nginx has counted.

wrk knows no number of requests, and in its two seconds sends several times as many as the others. Over TLS
64 handshakes cost as much as thousands of requests, so there both it and the engine have a second line, in
which each sends about as many as the other has in its first. What turns by run and connections by tenant cost is
in lines of their own."""

import json
import os

import measure
from table import Section

BODY = 941
CONNECTIONS = 64
MANY = 10  # times as many requests, about what wrk sends
WRK_STARTS = 0.1  # seconds, within which it cannot be interrupted in order


class Deliveries:
    """The candidates, for one scheme."""

    def __init__(self, setting, scheme):
        self.setting, self.nginx, self.scheme = setting, setting.nginx, scheme
        self.ca = setting.certificates.ca if scheme == "https" else None
        self.port = setting.nginx.tls_port if self.ca else setting.nginx.port
        self.url = f"{scheme}://127.0.0.1:{self.port}/hook"
        self.requests = setting.size(20_000, 200)
        self.wrk_rate = None  # requests a second, once it has run

    def exactly(self, command, environment=None, requests=None):
        """Runs what sends `requests` requests; the usage for each."""
        requests = requests or self.requests
        before = self.nginx.requests()
        usage = measure.run(command, environment)
        received = self.nginx.received(before)
        if received != requests:
            raise measure.Failed(f"nginx received {received} requests of {requests}")
        return per_request(usage, received)

    def bare(self):
        return self.exactly([self.setting.program("bare_client"), f"port={self.port}", f"body={BODY}",
                             f"requests={self.requests}", f"connections={CONNECTIONS}"])

    def engine(self, requests=None, more=()):
        words = [f"scheme={self.scheme}", f"port={self.port}", f"requests={requests or self.requests}",
                 f"connections={CONNECTIONS}", f"body={BODY}"]
        return self.exactly([self.setting.program("deliver_client"), *words,
                             *([f"ca={self.ca}"] if self.ca else []), *more], requests=requests)

    def sendoff(self, *flags):
        event = json.dumps({"url": self.url, "requests": self.requests})
        return self.exactly([
            self.setting.sendoff, "run", self.setting.client("deliver_step.mjs"), "--event", event, "--quiet",
            "--fail-on-send-error", "--allow-private", "--max-requests", self.requests,
            "--request-timeout", "60s", "--concurrency", CONNECTIONS, "--concurrency-per-origin", CONNECTIONS,
            *(["--ca", self.ca] if self.ca else []), *flags])

    def sendoff_log(self):
        log = os.path.join(self.setting.scratch, "bench.log")
        try:
            return self.sendoff("--log", log)
        finally:
            if os.path.exists(log):
                os.remove(log)

    def wrk(self, requests=None):
        """Two seconds, or until about `requests` are sent: as long as its last two seconds say."""
        before = self.nginx.requests()
        seconds = self.setting.size(2, 1)
        if requests and not self.wrk_rate:
            raise measure.Failed("it did not run for two seconds before")
        usage = measure.run(
            [self.setting.peer("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s",
             "-s", self.setting.client("post.lua"), self.url],
            {"BODY_BYTES": str(BODY), "LD_LIBRARY_PATH": self.setting.wrk_libraries()},
            interrupt_after=requests and max(WRK_STARTS, requests / self.wrk_rate))
        said = json.loads(usage.output.strip().splitlines()[-1])
        if said["failed"] or self.nginx.received(before) < said["requests"]:
            raise measure.Failed(f"wrk says {said}")
        if not requests:
            self.wrk_rate = said["requests"] / seconds
        return per_request(usage, said["requests"])

    def script(self, runtime, name):
        program = {"bun": [self.setting.peer("bun"), "run"],
                   "deno": [self.setting.peer("deno"), "run", "-A", "--no-config", "--no-lock"],
                   "node": [self.setting.peer("node")]}[runtime]
        trusted = {"NODE_EXTRA_CA_CERTS": self.ca, "DENO_CERT": self.ca, "CA": self.ca} if self.ca else {}
        return self.exactly([*program, self.setting.client(name), self.url, self.requests, CONNECTIONS],
                            {"PEERS": self.setting.peers, **trusted})


def per_request(usage, requests):
    """(CPU, user, system) in microseconds."""
    return tuple(1e6 * part / requests for part in (usage.cpu, usage.user, usage.system))


def measured(setting, scheme):
    section = Section(f"deliver-{scheme}",
                      f"Deliver {setting.size(20_000, 200):,} POSTs of {BODY} bytes to nginx, "
                      f"{CONNECTIONS} connections, {scheme}", "us/request", reference="wrk")
    work = Deliveries(setting, scheme)
    candidates = {}
    if scheme == "http":
        candidates["libuv + llhttp"] = work.bare
    candidates["wrk"] = setting.peer("wrk") and work.wrk
    candidates["sendoff's engine"] = work.engine
    candidates["sendoff's engine, 100 runs"] = lambda: work.engine(more=["runs=100"])
    candidates["sendoff's engine, 100 runs, 10 tenants"] = (
        lambda: work.engine(more=["runs=100", "tenants=10"]))
    if scheme == "https":
        many = MANY * work.requests
        candidates[f"wrk, about {work.requests:,}"] = (
            setting.peer("wrk") and (lambda: work.wrk(work.requests)))
        candidates[f"sendoff's engine, {many:,}"] = lambda: work.engine(many)
        section.remarks.append("with a number: of requests; wrk without one sends for two seconds")
        section.remarks.append("wrk checks no certificate")
    candidates["sendoff run"] = work.sendoff
    candidates["sendoff run --log"] = work.sendoff_log
    candidates["bun fetch"] = setting.peer("bun") and (lambda: work.script("bun", "fetch.mjs"))
    candidates["deno fetch"] = setting.peer("deno") and (lambda: work.script("deno", "fetch.mjs"))
    candidates["undici"] = setting.has_package("undici") and (lambda: work.script("node", "undici.mjs"))
    if scheme == "http":
        candidates["axios"] = setting.has_package("axios") and (lambda: work.script("node", "axios.mjs"))
    candidates["Node fetch"] = setting.peer("node") and (lambda: work.script("node", "fetch.mjs"))
    measure.compare(section, candidates, setting.rounds(5), ("user", "system"))
    return section


def sections(setting):
    if setting.nginx is None:
        return
    for scheme in ("http", "https"):
        yield measured(setting, scheme)
