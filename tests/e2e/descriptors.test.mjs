// What becomes of requests where descriptors and ports are few.
import assert from "node:assert/strict";
import http from "node:http";
import { join } from "node:path";
import { test } from "node:test";

import { folder, startAfter, step, withOnePort } from "./support/sendoff.mjs";

// A server on every address of loopback, which hands each request to `answer`.
async function startEverywhere(t, answer) {
  const server = http.createServer((request, response) => answer(response));
  await new Promise((resolve) => server.listen(0, "0.0.0.0", resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return server.address().port;
}

const oneToEachOf = (count, port) => `export default () => {
  for (let i = 1; i <= ${count}; ++i) $send.http({ method: "POST", url: "http://127.0.1." + i + ":${port}/" });
}`;

async function outcomes(limit, file, ...args) {
  const { ended } = startAfter(limit, ["run", file, "--json", "--allow-private", ...args]);
  const { stdout, stderr } = await ended;
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout).requests.map(({ outcome, error }) => error?.message ?? outcome);
}

test("the soft limit of descriptors does not bound what is in flight", async (t) => {
  const held = [];
  const port = await startEverywhere(t, (response) => {
    if (held.push(response) === 200) held.forEach((each) => each.end());
  });
  const file = step(t, oneToEachOf(200, port));
  const ends = await outcomes("ulimit -S -n 100", file, "--concurrency", "200", "--request-timeout", "5m");
  assert.deepEqual(ends, Array(200).fill("delivered"));
});

test("idle connections give way to new ones when no descriptor is left", async (t) => {
  const port = await startEverywhere(t, (response) => response.end());
  const file = step(t, oneToEachOf(200, port));
  assert.deepEqual(await outcomes("ulimit -n 100", file, "--concurrency", "4"), Array(200).fill("delivered"));
});

test("more in flight than there are descriptors is an error that says what to do", async (t) => {
  const held = [];
  const port = await startEverywhere(t, (response) => held.push(response));
  const file = step(t, oneToEachOf(200, port));
  const ends = await outcomes("ulimit -n 100", file, "--concurrency", "200", "--request-timeout", "300ms");
  assert.match(ends.at(-1), /too many open files; a lower --concurrency needs fewer, and ulimit -n says how many/);
});

test("a request never reaches its own sender", async (t) => {
  // TCP connects a socket to itself when the port that it is given is the one it asks for.
  const file = step(t, `export default () => $send.http({ method: "POST", url: "http://127.0.0.1:40000/" });`);
  const { status, stdout, stderr } = await withOnePort("40000", ["run", file, "--json", "--allow-private"]);
  if (status === 77) return t.skip("no network namespaces here");
  assert.notEqual(stdout, "", stderr);
  const [{ error, wire }] = JSON.parse(stdout).requests;
  assert.deepEqual([error.code, wire], ["connect_refused", "none"]);
});

test("however few descriptors there are, the end is a report or an error that says so", async (t) => {
  const file = step(t, `export default () => $send.http({ method: "POST", url: process.env.SINK_URL })`);
  const log = join(folder(t), "run.log");
  // The shell and the loader need the first few themselves.
  for (let limit = 6; limit <= 48; ++limit) {
    const { ended } = startAfter(`ulimit -n ${limit}`, ["run", file, "--json", "--sink", "--log", log]);
    const { status, signal, stdout, stderr } = await ended;
    assert.equal(signal, null, `ulimit -n ${limit}: ${stderr}`);
    if (stdout === "") {
      assert.equal(status, 2, `ulimit -n ${limit}: ${stderr}`);
      assert.match(stderr, /^sendoff: .*(too many open files|descriptors)/i, `ulimit -n ${limit}`);
    } else {
      const { step: result, requests } = JSON.parse(stdout);
      assert.ok(requests.length === 1 || /too many open files/i.test(result.error.message), stdout);
    }
  }
});
