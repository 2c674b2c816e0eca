// --dry-run, which sends nothing, and --replay, where a log answers what the step waits for.
import assert from "node:assert/strict";
import { once } from "node:events";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { join } from "node:path";
import { test } from "node:test";

import { requestsOf } from "./support/log.mjs";
import { folder, inNetwork, run, sendoff, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

// A server that can be stopped, and what then stands at its port: one that counts who comes.
async function startFleeting(t, answer) {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  t.after(() => server.close());
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    const guests = [];
    const trap = net.createServer((socket) => guests.push(socket.destroy()));
    trap.listen(port, "127.0.0.1");
    await once(trap, "listening");
    t.after(() => trap.close());
    return guests;
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

const stepOf = (url) => `import axios from "axios";
export default async ({ steps }) => {
  const first = await axios.get("${url}/count");
  const second = await axios.get("${url}/count");
  const posted = await axios.post("${url}/echo", { id: 7, when: steps.trigger.event.when ?? "now" });
  const moved = await axios.get("${url}/moved");
  const bytes = await axios.get("${url}/bytes", { responseType: "arraybuffer" });
  let missing;
  try { await axios.get("${url}/missing"); } catch (error) { missing = error.response.status; }
  $send.http({ method: "POST", url: "${url}/told", data: posted.data, timeout: 5 });
  return [first.data, second.data, posted.data, moved.request?.res?.responseUrl ?? null, moved.headers["x-where"],
    [...new Uint8Array(bytes.data)], missing];
};`;

function startStateful(t) {
  let count = 0;
  return startFleeting(t, (request, response, body) => {
    if (request.url === "/count") return response.end(String(++count));
    if (request.url === "/moved") return response.writeHead(302, { Location: "/there" }).end();
    if (request.url === "/there") return response.writeHead(200, { "X-Where": "there" }).end("here");
    if (request.url === "/bytes") return response.end(Buffer.from([255, 0, 1]));
    if (request.url === "/missing") return response.writeHead(404).end();
    response.setHeader("Content-Type", "application/json");
    response.end(body);
  });
}

test("a step with axios and $send.http runs from a log, and nothing is sent", async (t) => {
  const { url, stop } = await startStateful(t);
  const file = step(t, stepOf(url));
  const log = join(folder(t), "run.jsonl");
  const real = await run(file, "--allow-private", "--log", log);
  assert.equal(real.status, 0, real.stderr);
  const guests = await stop();

  const again = join(folder(t), "again.jsonl");
  const dry = await run(file, "--allow-private", "--dry-run", "--replay", log, "--log", again);
  assert.equal(dry.status, 0, JSON.stringify(dry.step.error));
  assert.deepEqual(dry.step.return_value, real.step.return_value);
  assert.deepEqual(guests, []);
  assert.equal(dry.requests.length, real.requests.length);
  for (const [index, record] of dry.requests.entries()) {
    const { outcome, error, wire, started_at, safe_to_replay, request, kind, response, warnings } = record;
    assert.deepEqual([outcome, error.code, wire, started_at, safe_to_replay], ["discarded", "dry_run", "none", null, true]);
    const of = real.requests[index];
    assert.deepEqual([request, kind, warnings], [of.request, of.kind, of.warnings]);
    if (kind === "awaited") assert.deepEqual(response, of.response);
    else assert.equal(response, null);
  }
  assert.match(dry.requests.at(-1).error.message, /^this was a dry run \(--dry-run\), which sends nothing$/);
  // What a replay has logged answers as well.
  const third = await run(file, "--dry-run", "--replay", again);
  assert.deepEqual(third.step.return_value, real.step.return_value);
});

test("a dry run without a log refuses what the step waits for, and looks nothing up", async (t) => {
  const file = step(t, `import axios from "axios";
    export default async () => {
      $send.http({ method: "POST", url: "https://sendoff.example.com/", data: { a: 1 } });
      try { await axios.get("https://sendoff.example.com/"); } catch (error) { return [error.name, error.code, error.message]; }
    };`);
  const ended = await inNetwork("192.0.2.9/32", ["run", file, "--json", "--dry-run"]);
  if (ended.status === 77) return t.skip("no network namespaces here");
  const { step: result, requests } = JSON.parse(ended.stdout);
  const [name, code, message] = result.return_value;
  assert.deepEqual([name, code], ["Error", "ERR_DRY_RUN"]);
  assert.match(message, /^this is a dry run \(--dry-run\), which sends nothing.*--replay LOG answers such requests from a log$/);
  assert.deepEqual(requests.map(({ outcome, error }) => [outcome, error.code]), Array(2).fill(["discarded", "dry_run"]));
});

test("the report shows what would be sent", async (t) => {
  const file = step(t, `export default () => $send.http({ method: "POST", url: "https://example.com/a", data: { b: 1 } })`);
  const { stdout, status } = await sendoff(["run", file, "--dry-run", "-v"]);
  assert.equal(status, 0);
  assert.match(stdout, /^ {4}POST https:\/\/example\.com\/a {2}discarded: dry_run$/m);
  assert.match(stdout, /\{"b":1\}/);
});

test("what the log does not answer is an error that names the nearest", async (t) => {
  const { url, stop } = await startStateful(t);
  const file = step(t, stepOf(url));
  const log = join(folder(t), "run.jsonl");
  await run(file, "--allow-private", "--log", log);
  await stop();
  const { status, step: result } = await run(file, "--dry-run", "--replay", log, "--event", '{"when":"later"}');
  assert.equal(status, 1);
  const [, , posted] = requestsOf(log);
  assert.equal(result.error.message,
    `the log of the replay has no answer to POST ${url}/echo; nearest is ${posted.id}, whose body differs from byte 16 on: ` +
    'the log has `now"}`, the step sends `later"}`');
});

test("a replay alone answers what is awaited and sends the rest", async (t) => {
  const { url, received } = await startServer(t);
  const file = step(t, `import axios from "axios";
    export default async () => {
      const { data } = await axios.get("${url}/asked");
      $send.http({ method: "POST", url: "${url}/told", data });
    };`);
  const log = join(folder(t), "run.jsonl");
  writeFileSync(log, JSON.stringify({ id: "old.0", kind: "awaited", outcome: "delivered", wire: "full",
    request: { method: "GET", url: `${url}/asked`, headers: [], body: null },
    response: { status: 200, reason: "OK", http_version: "1.1", headers: [], body: { size: 2, text: "hi", truncated: false } } }));
  const { requests } = await run(file, "--allow-private", "--replay", log);
  assert.deepEqual(requests.map(({ outcome }) => outcome), ["discarded", "delivered"]);
  assert.deepEqual(received.map(({ method, url: path, body }) => [method, path, body]), [["POST", "/told", "hi"]]);
});

test("a body that the log has a part of is an error of the step", async (t) => {
  const { url, stop } = await startFleeting(t, (request, response) => response.end("x".repeat(100_000)));
  const file = step(t, `import axios from "axios"; export default async () => (await axios.get("${url}/")).data.length;`);
  const log = join(folder(t), "run.jsonl");
  assert.equal((await run(file, "--allow-private", "--log", log)).step.return_value, 100_000);
  await stop();
  const { status, step: result } = await run(file, "--replay", log);
  assert.equal(status, 1);
  assert.match(result.error.message, /has only the first 65536 of 100000 bytes of the response to GET /);
});

test("damaged lines are told by number, and a file that is no log is refused", async (t) => {
  const { url, stop } = await startFleeting(t, (request, response) => response.end("hi"));
  const file = step(t, `import axios from "axios"; export default async () => (await axios.get("${url}/")).data;`);
  const log = join(folder(t), "run.jsonl");
  writeFileSync(log, '{"id": "fragm\n');
  await run(file, "--allow-private", "--log", log);
  await stop();
  appendFileSync(log, '{"kind": "awaited"}\n');
  const { status, stderr, step: result } = await run(file, "--replay", log);
  assert.deepEqual([status, result.return_value], [0, "hi"]);
  assert.match(stderr, /^sendoff: warning: --replay: .*run\.jsonl, line 1: it is no JSON: /m);
  assert.match(stderr, /run\.jsonl, line \d: it has no `outcome` it knows; it answers nothing$/m);
  const refused = await sendoff(["run", file, "--replay", file]);
  assert.deepEqual([refused.status, refused.stdout], [2, ""]);
  assert.match(refused.stderr, /^sendoff: --replay: .*step\.mjs is no log: line 1: it is no JSON: .*such as --replay run\.jsonl\n$/);
  const same = await sendoff(["run", file, "--replay", log, "--log", log]);
  assert.match(same.stderr, /^sendoff: --log: .*run\.jsonl is a file that this run reads/);
  const piped = await sendoff(["run", file, "--json", "--replay", "-"], { input: readFileSync(log) });
  assert.equal(JSON.parse(piped.stdout).step.return_value, "hi");
});
