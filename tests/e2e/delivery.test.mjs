// What a step asked for arrives, at real servers, after it has run, as it was at the call.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { certificates } from "./support/certificates.mjs";
import { linesOf, readLines } from "./support/log.mjs";
import { startNginx } from "./support/nginx.mjs";
import { folder, run, sendoff, startAfter, step } from "./support/sendoff.mjs";
import { closedPort, startRawServer, startServer } from "./support/servers.mjs";

const loop = (url) => `
  export default defineComponent({
    async run({ steps, $ }) {
      const planet = { moons: [] };
      for (const name of ["Tatooine", "Alderaan", "Hoth"]) {
        planet.name = name;
        $.send.http({ method: "post", url: ${JSON.stringify(url)} + "/planets", data: planet });
      }
      planet.name = "changed after the call";
      planet.moons.push("Endor");
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log(Date.now());
      return "done";
    },
  });`;

test("a loop's requests reach a Node server after the step settled, in call order, as they were at the call", async (t) => {
  const server = await startServer(t);
  const { status, step: result, requests } = await run(step(t, loop(server.url)), "--allow-private", "--ordered");
  assert.equal(status, 0);
  assert.equal(result.return_value, "done");
  assert.deepEqual(
    server.received.map(({ method, url, body }) => [method, url, body]),
    ["Tatooine", "Alderaan", "Hoth"].map((name) => ["POST", "/planets", JSON.stringify({ moons: [], name })]),
  );
  const settled = Number(result.console[0].text);
  for (const { at } of server.received) assert.ok(at >= settled, `${at} is before ${settled}`);
  assert.deepEqual(requests.map(({ seq, outcome, wire }) => [seq, outcome, wire]),
    [0, 1, 2].map((seq) => [seq, "delivered", "full"]));
});

test("without --ordered a run's requests still start in call order", async (t) => {
  const server = await startServer(t);
  const source = `export default () => {
    for (let i = 0; i < 20; ++i) $send.http({ method: "PUT", url: "${server.url}/" + i, data: { i } });
  }`;
  const { requests } = await run(step(t, source), "--allow-private");
  assert.equal(requests.length, 20);
  // What one connection carried, it carried in call order; with eight connections that is all a
  // server can see.
  const queued = requests.map(({ timing }) => timing.queued_ms);
  assert.deepEqual(queued, [...queued].sort((a, b) => a - b));
  assert.deepEqual(server.received.map(({ url }) => url).sort(), requests.map(({ request }) => new URL(request.url).pathname).sort());
});

test("a loop's requests reach nginx in call order with their payloads", async (t) => {
  const nginx = await startNginx(t);
  const { status } = await run(step(t, loop(nginx.url)), "--allow-private", "--ordered");
  assert.equal(status, 0);
  assert.deepEqual(nginx.requests().map(({ method, uri, body }) => [method, uri, JSON.parse(body).name]),
    [["POST", "/planets", "Tatooine"], ["POST", "/planets", "Alderaan"], ["POST", "/planets", "Hoth"]]);
});

test("a component action sends what its props and methods say", async (t) => {
  const server = await startServer(t);
  const source = `export default {
    props: { name: { type: "string" }, greeting: { type: "string", default: "hello" } },
    methods: { text() { return this.greeting + " " + this.name; } },
    async run({ $ }) {
      $.send.http({ method: "POST", url: "${server.url}", data: { text: this.text() } });
      $.export("$summary", "greeted " + this.name);
    },
  };`;
  const { status, step: result } = await run(step(t, source), "--allow-private", "--props", '{"name": "Leia"}');
  assert.equal(status, 0);
  assert.equal(server.received[0].body, '{"text":"hello Leia"}');
  assert.equal(result.exports.$summary, "greeted Leia");
});

test("the fields are those that axios would send, with a user agent of our own", async (t) => {
  const server = await startServer(t);
  const source = `export default () => $send.http({ method: "POST", url: "${server.url}/a?b=c", data: { x: 1 },
    headers: { "X-One": "1", "X-Many": ["a", "b"], "X-None": null, Connection: "close" }, params: { d: "e f" } })`;
  const { requests } = await run(step(t, source), "--allow-private");
  const { url, headers, rawHeaders, body } = server.received[0];
  assert.equal(url, "/a?b=c&d=e+f");
  assert.equal(body, '{"x":1}');
  assert.equal(rawHeaders[0], "Host");
  assert.equal(headers.host, `127.0.0.1:${server.port}`);
  assert.equal(headers.accept, "application/json, text/plain, */*");
  assert.equal(headers["content-type"], "application/json");
  assert.equal(headers["content-length"], "7");
  assert.equal(headers["x-one"], "1");
  assert.equal(headers["x-many"], "a, b");
  assert.equal(headers["x-none"], undefined);
  assert.equal(headers.connection, "keep-alive");
  assert.match(headers["user-agent"], /^sendoff\/\d/);
  assert.match(requests[0].warnings[0], /Connection/);
});

test("requests are sent after a rejection too, and not with --deliver fulfilled", async (t) => {
  const server = await startServer(t);
  const file = step(t, `export default () => {
    $send.http({ method: "POST", url: "${server.url}" });
    throw new Error("after the call");
  }`);
  const settled = await run(file, "--allow-private");
  assert.equal(settled.status, 1);
  assert.equal(settled.requests[0].outcome, "delivered");
  const fulfilled = await run(file, "--allow-private", "--deliver", "fulfilled");
  assert.equal(fulfilled.requests[0].outcome, "discarded");
  assert.equal(fulfilled.requests[0].error.code, "not_settled");
  assert.equal(server.received.length, 1);
});

test("one connection carries request after request", async (t) => {
  const server = await startServer(t);
  const source = `export default () => {
    for (let i = 0; i < 5; ++i) $send.http({ method: "POST", url: "${server.url}", data: { i } });
  }`;
  const { requests } = await run(step(t, source), "--allow-private", "--ordered");
  assert.equal(server.connections(), 1);
  assert.deepEqual(requests.map((record) => record.reused_connection), [false, true, true, true, true]);
});

test("https is verified against --ca and refused without it", async (t) => {
  const { caFile, tls } = certificates(t);
  const server = await startServer(t, { tls });
  const file = step(t, `export default () => $send.http({ method: "POST", url: "${server.url}", data: { a: 1 } })`);
  const trusted = await run(file, "--allow-private", "--ca", caFile);
  assert.equal(trusted.requests[0].response.status, 200);
  assert.equal(server.received.length, 1);
  const refused = await run(file, "--allow-private");
  assert.equal(refused.requests[0].outcome, "failed");
  assert.equal(refused.requests[0].error.code, "tls");
  assert.match(refused.requests[0].error.message, /--ca/);
  assert.equal(refused.requests[0].wire, "none");
  assert.equal(server.received.length, 1);
});

test("https is verified against the system's file of roots and against its folder", async (t) => {
  const { caFile, tls } = certificates(t);
  const server = await startServer(t, { tls });
  const file = step(t, `export default () => $send.http({ method: "POST", url: "${server.url}", data: { a: 1 } })`);
  const hashed = folder(t);
  copyFileSync(caFile, join(hashed, "root.pem"));
  execFileSync("openssl", ["rehash", hashed]);
  const outcome = async (roots, rootsFolder) => {
    const variables = `export SSL_CERT_FILE="${roots}" SSL_CERT_DIR="${rootsFolder}"`;
    const { stdout } = await startAfter(variables, ["run", file, "--json", "--allow-private"]).ended;
    return JSON.parse(stdout).requests[0].outcome;
  };
  const nothing = join(hashed, "nothing");
  assert.equal(await outcome(caFile, nothing), "delivered");
  assert.equal(await outcome(nothing, hashed), "delivered");
  assert.equal(await outcome(nothing, nothing), "failed");
  assert.equal(server.received.length, 2);
});

test("loopback is refused without --allow-private, and the message names the flag", async (t) => {
  const server = await startServer(t);
  const { status, requests } = await run(step(t, `export default () => $send.http({ method: "POST", url: "${server.url}" })`));
  assert.equal(status, 0);
  assert.equal(requests[0].error.code, "egress_denied");
  assert.match(requests[0].error.message, /--allow-private/);
  assert.equal(server.connections(), 0);
});

test("a refused connection is a failed request and leaves the exit status alone", async (t) => {
  const port = await closedPort();
  const file = step(t, `export default () => $send.http({ method: "POST", url: "http://127.0.0.1:${port}" })`);
  const { status, requests } = await run(file, "--allow-private");
  assert.equal(status, 0);
  assert.deepEqual([requests[0].outcome, requests[0].error.code, requests[0].error.phase, requests[0].wire, requests[0].safe_to_replay],
    ["failed", "connect_refused", "connect", "none", true]);
  assert.equal((await run(file, "--allow-private", "--fail-on-send-error")).status, 3);
});

test("a server that never answers is a timeout that says where the time went", async (t) => {
  const server = await startRawServer(t, (socket) => socket.resume());
  const file = step(t, `export default () => $send.http({ method: "POST", url: "${server.url}", data: { a: 1 } })`);
  const { requests } = await run(file, "--allow-private", "--request-timeout", "200ms");
  assert.deepEqual([requests[0].error.code, requests[0].error.phase, requests[0].wire, requests[0].safe_to_replay],
    ["timeout", "wait", "full", false]);
  assert.match(requests[0].error.message, /^timeout.*200 ms.*wait/);
});

test("a response cut off by the deadline is kept as far as it came", async (t) => {
  const server = await startRawServer(t, (socket) => {
    socket.once("data", () => socket.write("HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\npartial"));
  });
  const file = step(t, `export default () => $send.http({ method: "POST", url: "${server.url}" })`);
  const { requests } = await run(file, "--allow-private", "--request-timeout", "200ms");
  assert.equal(requests[0].error.code, "timeout");
  assert.equal(requests[0].error.phase, "read");
  assert.equal(requests[0].response.status, 202);
  assert.equal(requests[0].response.body.text, "partial");
});

test("what is no HTTP, and a connection reset, are failures with their own codes", async (t) => {
  const nonsense = await startRawServer(t, (socket) => socket.end("220 mail.example.com ESMTP\r\n"));
  const reset = await startRawServer(t, (socket) => socket.once("data", () => socket.resetAndDestroy()));
  const file = step(t, `export default () => {
    $send.http({ method: "POST", url: "${nonsense.url}" });
    $send.http({ method: "POST", url: "${reset.url}" });
  }`);
  const { requests } = await run(file, "--allow-private");
  assert.deepEqual(requests.map(({ error }) => error.code), ["bad_response", "reset"]);
});

test("credentials do not reach the log, and reach the server", async (t) => {
  const server = await startServer(t);
  const log = join(folder(t), "run.log");
  const withUser = server.url.replace("://", "://luke:usetheforce@");
  const file = step(t, `export default () => {
    $send.http({ method: "POST", url: "${withUser}/a" });
    $send.http({ method: "POST", url: "${server.url}/b", headers: { Authorization: "Bearer hunter2", Cookie: "id=hunter2" } });
    $send.http({ method: "POST", url: "${server.url}/c", auth: { username: "leia", password: "hunter2" } });
  }`);
  const { requests } = await run(file, "--allow-private", "--log", log, "--ordered");
  const sent = server.received.map(({ headers }) => headers.authorization);
  assert.deepEqual(sent, ["Basic " + btoa("luke:usetheforce"), "Bearer hunter2", "Basic " + btoa("leia:hunter2")]);
  for (const text of [readFileSync(log, "utf8"), JSON.stringify(requests)]) {
    for (const secret of ["usetheforce", "hunter2", btoa("luke:usetheforce"), btoa("leia:hunter2")]) {
      assert.ok(!text.includes(secret), `${secret} stands in the log`);
    }
    assert.ok(text.includes("[redacted]"));
  }
});

test("--log has one line for each request, with the keys of the contract, and behind them one for the run", async (t) => {
  const server = await startServer(t);
  const log = join(folder(t), "run.log");
  const file = step(t, `export default () => { for (let i = 0; i < 3; ++i) $send.http({ method: "GET", url: "${server.url}" }); }`);
  const { requests } = await run(file, "--allow-private", "--log", log);
  const lines = readLines(linesOf(log));
  const { type, run: id, status, started_at: startedAt, duration_ms: duration } = lines.pop();
  assert.deepEqual([type, id, status], ["run", requests[0].run, "ok"]);
  // What it asked for leaves behind its end. Both are times of day, cut to milliseconds.
  assert.ok(Date.parse(startedAt) + duration <= Date.parse(requests[0].started_at) + 2);
  const bySeq = (a, b) => a.seq - b.seq;
  assert.deepEqual(lines.sort(bySeq), requests);
  assert.deepEqual(Object.keys(lines[0]), ["type", "id", "run", "step", "seq", "started_at", "workflow", "replay_of", "kind",
    "call_site", "outcome", "error", "wire", "safe_to_replay", "request", "response", "redirects", "timing",
    "remote_address", "local_address", "reused_connection", "warnings"]);
  assert.match(lines[0].call_site, /^step\.mjs:1:\d+$/);
  assert.deepEqual(Object.keys(lines[0].timing), ["queued_ms", "dns_ms", "connect_ms", "tls_ms", "write_ms", "wait_ms",
    "read_ms", "total_ms"]);
});

test("localhost is reached by its name", async (t) => {
  const server = await startServer(t);
  const file = step(t, `export default () => $send.http({ method: "POST", url: "http://localhost:${server.port}/" })`);
  const { requests } = await run(file, "--allow-private");
  assert.equal(requests[0].outcome, "delivered");
});

test("--source-address chooses where requests come from", async (t) => {
  const server = await startServer(t);
  const file = step(t, `export default () => $send.http({ method: "POST", url: "${server.url}" })`);
  const { requests } = await run(file, "--allow-private", "--source-address", "127.0.0.9");
  assert.match(requests[0].local_address, /^127\.0\.0\.9:/);
});

test("sendoff sink prints what it receives", async (t) => {
  const { spawn } = await import("node:child_process");
  const sink = spawn(process.env.SENDOFF_BINARY, ["sink", "--port", "0", "--status", "201", "--body", "noted"]);
  const ended = new Promise((resolve) => sink.on("close", resolve));
  t.after(() => (sink.kill(), ended));
  const said = await new Promise((resolve) => sink.stderr.setEncoding("utf8").once("data", resolve));
  const [url] = said.match(/http:\/\/127\.0\.0\.1:\d+/);
  const printed = new Promise((resolve) => {
    let text = "";
    sink.stdout.setEncoding("utf8").on("data", (chunk) => (text += chunk).includes("Hoth") && resolve(text));
  });
  const file = step(t, `export default () => $send.http({ method: "POST", url: "${url}/x", data: { planet: "Hoth" } })`);
  const { requests } = await run(file, "--allow-private");
  assert.equal(requests[0].response.status, 201);
  assert.equal(requests[0].response.body.text, "noted");
  assert.match(await printed, /^POST \/x\nHost: /);
});

test("the report for people has one line for each request", async (t) => {
  const server = await startServer(t);
  const file = step(t, `export default () => { $send.http({ method: "POST", url: "${server.url}/hook" }); return 1; }`);
  const { status, stdout, stderr } = await sendoff(["run", file, "--allow-private"]);
  assert.equal(status, 0);
  assert.equal(stderr, "");
  assert.match(stdout, /step\.mjs {2}ok in .* ms\n/);
  assert.match(stdout, /\n {4}POST http:\/\/127\.0\.0\.1:\d+\/hook {2}200 OK {2}/);
});

test("--max-requests bounds a run's calls, and --concurrency-per-origin what is in flight to one server", async (t) => {
  const file = (url, count) => step(t, `export default ({ $ }) => {
    for (let i = 0; i < ${count}; ++i) $.send.http({ method: "POST", url: "${url}/" + i });
  };`);
  const server = await startServer(t);
  const limited = await run(file(server.url, 2), "--allow-private", "--max-requests", "1");
  assert.equal(limited.step.error.code, "ERR_SEND_LIMIT");
  assert.equal(limited.requests.length, 1);

  // It answers nothing until all twelve are there.
  const waiting = [];
  const patient = await startServer(t, {
    answer: (_, response) => {
      if (waiting.push(response) === 12) for (const each of waiting) each.end();
    },
  });
  const { requests } = await run(file(patient.url, 12), "--allow-private", "--concurrency-per-origin", "12");
  assert.deepEqual(requests.map(({ outcome }) => outcome), Array(12).fill("delivered"));
});
