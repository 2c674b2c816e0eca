// What a signal does: first an end in order, then an end at once.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folder, start, startIgnoring, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

const stopping = /sendoff: stopping: .* a second signal ends at once\n/;

// A server that holds its answers back until it is told; `arrived` resolves with the first request.
async function startHoldingServer(t) {
  const held = [];
  let answering = false;
  let tell;
  const arrived = new Promise((resolve) => (tell = resolve));
  const answer = (_, response) => {
    if (answering) return response.end("late");
    held.push(response);
    tell();
  };
  const answerAll = () => {
    answering = true;
    held.forEach((response) => response.end("late"));
  };
  return { ...(await startServer(t, { answer })), arrived, answerAll };
}

const threeTo = (url) => `export default () => {
  for (let i = 0; i < 3; ++i) $send.http({ method: "POST", url: "${url}/" + i, data: { i } });
  return "ok";
}`;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  test(`${signal} lets requests in flight finish, records the rest and ends by itself`, async (t) => {
    const server = await startHoldingServer(t);
    const log = join(folder(t), "run.log");
    const running = start(["run", step(t, threeTo(server.url)), "--json", "--allow-private", "--concurrency", "1",
      "--request-timeout", "5m", "--log", log]);
    await server.arrived;
    running.child.kill(signal);
    await running.said(stopping);
    server.answerAll();
    const ended = await running.ended;
    assert.deepEqual([ended.status, ended.signal], [0, null]);
    const { step: result, requests } = JSON.parse(ended.stdout);
    assert.equal(result.return_value, "ok");
    assert.deepEqual(requests.map(({ outcome, error }) => [outcome, error?.code]),
      [["delivered", undefined], ["discarded", "shutdown"], ["discarded", "shutdown"]]);
    assert.equal(requests[0].response.body.text, "late");
    assert.equal(readFileSync(log, "utf8").trim().split("\n").length, 3);
    assert.equal(server.received.length, 1);
  });
}

test("a second signal ends at once, with what had ended already in the log", async (t) => {
  let tell;
  const secondArrived = new Promise((resolve) => (tell = resolve));
  const answer = (request, response) => (request.url === "/0" ? response.end("soon") : tell());
  const server = await startServer(t, { answer });
  const log = join(folder(t), "run.log");
  const running = start(["run", step(t, threeTo(server.url)), "--allow-private", "--concurrency", "1",
    "--request-timeout", "5m", "--log", log]);
  await secondArrived;
  running.child.kill("SIGTERM");
  await running.said(stopping);
  running.child.kill("SIGINT");
  const ended = await running.ended;
  assert.equal(ended.signal, "SIGINT");
  const records = readFileSync(log, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  // The one in flight has none; the one that waited may have ended by the first signal already.
  assert.deepEqual(records.map(({ seq, outcome }) => [seq, outcome]).filter(([seq]) => seq !== 2), [[0, "delivered"]]);
});

// A step has one way to show, from inside, that it got somewhere: it grows.
async function grown(pid, bytes) {
  const resident = () => Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
  while (resident() < bytes) await new Promise(setImmediate);
}

for (const [what, source] of [
  ["loops", "for (;;) {}"],
  ["waits", "await new Promise((resolve) => setTimeout(resolve, 1e8))"],
]) {
  test(`a signal ends a step that ${what}, and its requests are not sent`, async (t) => {
    const server = await startServer(t);
    const file = step(t, `export default async () => {
      $send.http({ method: "POST", url: "${server.url}" });
      const grown = new Uint8Array(200e6).fill(1);
      ${source};
    }`);
    for (const [deliver, code] of [["settled", "terminated"], ["always", "shutdown"]]) {
      const running = start(["run", file, "--json", "--timeout", "5m", "--memory", "1GB", "--allow-private",
        "--deliver", deliver]);
      await grown(running.child.pid, 200e6);
      running.child.kill("SIGTERM");
      const ended = await running.ended;
      assert.deepEqual([ended.status, ended.signal], [1, null]);
      const { step: result, requests } = JSON.parse(ended.stdout);
      assert.equal(result.status, "terminated");
      assert.equal(result.error.code, "ERR_STEP_STOPPED");
      assert.deepEqual(requests.map(({ outcome, error }) => [outcome, error.code]), [["discarded", code]]);
      assert.match(requests[0].error.message, /sendoff was shut down/);
    }
    assert.equal(server.received.length, 0);
  });
}

test("a signal that was ignored when sendoff was started stays ignored", async (t) => {
  const server = await startHoldingServer(t);
  const file = step(t, threeTo(server.url));
  const running = startIgnoring("HUP", ["run", file, "--json", "--allow-private", "--ordered"]);
  await server.arrived;
  running.child.kill("SIGHUP");
  server.answerAll();
  const ended = await running.ended;
  assert.deepEqual(JSON.parse(ended.stdout).requests.map(({ outcome }) => outcome), Array(3).fill("delivered"));
  assert.equal(ended.stderr, "");
});
