// What a signal does: first an end in order, then an end at once.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { linesOf, readLines, requestsOf } from "./support/log.mjs";
import { descendantsOf, folder, processOf, start, startAfter, startIgnoring, step } from "./support/sendoff.mjs";
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
  test(`${signal} lets requests in flight finish, records the rest and ends the process as it does`, async (t) => {
    const server = await startHoldingServer(t);
    const log = join(folder(t), "run.log");
    const running = start(["run", step(t, threeTo(server.url)), "--json", "--allow-private", "--concurrency", "1",
      "--request-timeout", "5m", "--log", log]);
    await server.arrived;
    running.child.kill(signal);
    await running.said(stopping);
    server.answerAll();
    const ended = await running.ended;
    assert.deepEqual([ended.status, ended.signal], [null, signal]);
    const { step: result, requests } = JSON.parse(ended.stdout);
    assert.equal(result.return_value, "ok");
    assert.deepEqual(requests.map(({ outcome, error }) => [outcome, error?.code]),
      [["delivered", undefined], ["discarded", "shutdown"], ["discarded", "shutdown"]]);
    assert.equal(requests[0].response.body.text, "late");
    assert.deepEqual(readLines(linesOf(log)).map(({ type }) => type), ["request", "request", "request", "run"]);
    assert.equal(server.received.length, 1);
  });
}

test("what would come after it in a shell does not", async (t) => {
  const server = await startHoldingServer(t);
  const running = startAfter('"$0" "$@" && echo next; exit',
    ["run", step(t, threeTo(server.url)), "--quiet", "--allow-private"]);
  await server.arrived;
  const [child] = readFileSync(`/proc/${running.child.pid}/task/${running.child.pid}/children`, "utf8").split(" ");
  process.kill(Number(child), "SIGINT");
  await running.said(stopping);
  server.answerAll();
  const ended = await running.ended;
  assert.doesNotMatch(ended.stdout, /next/);
});

test("a second signal ends at once, with a record for each request and one line that counts them", async (t) => {
  let tell;
  const sixArrived = new Promise((resolve) => (tell = resolve));
  let arrived = 0;
  const answer = (request, response) => {
    if (request.url === "/0") response.end("soon");
    if (++arrived === 6) tell();
  };
  const server = await startServer(t, { answer });
  const log = join(folder(t), "run.log");
  const source = `export default () => {
    for (let i = 0; i < 20; ++i) $send.http({ method: "POST", url: "${server.url}/" + i, data: { i } });
  }`;
  const running = start(["run", step(t, source), "--json", "--allow-private", "--concurrency", "5",
    "--request-timeout", "5m", "--log", log]);
  await sixArrived;
  running.child.kill("SIGTERM");
  await running.said(stopping);
  running.child.kill("SIGINT");
  const ended = await running.ended;
  assert.equal(ended.signal, "SIGINT");
  assert.match(ended.stderr, /\nsendoff: ended at once: 1 delivered, 5 failed, 14 discarded\n$/);
  for (const records of [JSON.parse(ended.stdout).requests, requestsOf(log)]) {
    const ends = records.map(({ outcome, error, wire }) => `${outcome} ${error?.code} ${wire}`);
    assert.deepEqual(ends.sort(), ["delivered undefined full", ...Array(14).fill("discarded shutdown none"),
      ...Array(5).fill("failed shutdown full")]);
  }
});

test("a second signal that comes together with the first is heard, too", async (t) => {
  const server = await startHoldingServer(t);
  const running = start(["run", step(t, threeTo(server.url)), "--json", "--allow-private", "--request-timeout", "5m"]);
  await server.arrived;
  running.child.kill("SIGINT");
  running.child.kill("SIGTERM");
  const ended = await running.ended;
  assert.ok(["SIGINT", "SIGTERM"].includes(ended.signal));
  assert.deepEqual(JSON.parse(ended.stdout).requests.map(({ error }) => error.code), Array(3).fill("shutdown"));
});

// A step has one way to show, from inside, that it got somewhere: it grows.
async function grown(pid, bytes) {
  const processes = () => [processOf(pid), ...descendantsOf(pid)];
  while (processes().every(({ resident }) => resident < bytes)) await new Promise(setImmediate);
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
      assert.deepEqual([ended.status, ended.signal], [null, "SIGTERM"]);
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
