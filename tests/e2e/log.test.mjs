// The file of --log, whatever happens to it and to those who write to it.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { linesIn, linesOf, requestsIn, requestsOf } from "./support/log.mjs";
import { folder, inProcesses, sendoff, start, startAfter, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

const many = (url, count, size) => `export default () => {
  for (let i = 0; i < ${count}; ++i) $send.http({ method: "POST", url: "${url}/" + i, data: "x".repeat(${size}) });
}`;

test("six processes that write to one file at once leave whole lines", async (t) => {
  const server = await startServer(t);
  const log = join(folder(t), "run.log");
  const file = step(t, many(server.url, 200, 30_000));
  const args = ["run", file, "--allow-private", "--quiet", "--request-timeout", "5m", "--log", log];
  const ends = await Promise.all(Array.from({ length: 6 }, () => start(args).ended));
  assert.deepEqual(ends.map(({ status, stderr }) => [status, stderr]), Array(6).fill([0, ""]));
  const records = requestsOf(log);
  assert.equal(new Set(records.map(({ id }) => id)).size, 1200);
});

test("what a kill has left of a line stands alone, and the next run's lines are whole", async (t) => {
  const server = await startServer(t);
  const log = join(folder(t), "run.log");
  writeFileSync(log, '{"id":"whole"}\n{"id":"fragm');
  const { status } = await sendoff(["run", step(t, many(server.url, 2, 1)), "--allow-private", "--log", log]);
  assert.equal(status, 0);
  const [whole, fragment, ...rest] = linesOf(log);
  assert.deepEqual([whole, fragment], ['{"id":"whole"}', '{"id":"fragm']);
  assert.deepEqual(requestsIn(rest).map(({ outcome }) => outcome), ["delivered", "delivered"]);
});

test("a reader of the log that does not read lets requests end as they would", async (t) => {
  const server = await startServer(t);
  const pipe = join(folder(t), "pipe");
  execFileSync("mkfifo", [pipe]);
  // Opens the pipe, also while nobody writes to it, and reads nothing before it is told to.
  const reader = spawn("sh", ["-c", 'exec 4<>"$0" 3<"$0" 4>&-; echo open; read go; exec cat <&3', pipe],
    { stdio: ["pipe", "pipe", "inherit"] });
  await once(reader.stdout, "data");
  const running = start(["run", step(t, many(server.url, 200, 10_000)), "--json", "--allow-private",
    "--request-timeout", "5s", "--log", pipe]);
  let text = "";
  reader.stdout.setEncoding("utf8").on("data", (data) => (text += data));
  const read = new Promise((resolve) => reader.on("close", resolve));
  while (server.received.length < 200) await new Promise(setImmediate);
  reader.stdin.end("go\n");
  const ended = await running.ended;
  await read;
  assert.equal(ended.status, 0, ended.stderr);
  assert.deepEqual(JSON.parse(ended.stdout).requests.map(({ outcome }) => outcome), Array(200).fill("delivered"));
  assert.equal(requestsIn(linesIn(text)).length, 200);
});

// The memory that is shared with a worker counts as one.
const noFiles = { skip: inProcesses && "without files there are no processes for steps" };

test("a log that may not grow is an error, told once, and the run goes on", noFiles, async (t) => {
  const server = await startServer(t);
  const log = join(folder(t), "run.log");
  // In blocks of 512 bytes.
  const running = startAfter("ulimit -f 8", ["run", step(t, many(server.url, 20, 1000)), "--json", "--allow-private",
    "--log", log]);
  const { status, signal, stdout, stderr } = await running.ended;
  assert.deepEqual([status, signal], [2, null], stderr);
  assert.match(stderr, /^sendoff: --log: cannot write .*run\.log: File too large; the log is not complete\n$/);
  assert.deepEqual(JSON.parse(stdout).requests.map(({ outcome }) => outcome), Array(20).fill("delivered"));
  assert.ok(requestsOf(log).length > 0);
});

test("a report that may not grow is an error", noFiles, async (t) => {
  const file = step(t, `export default () => "x".repeat(1e6)`);
  const report = join(folder(t), "report");
  const { status, signal, stderr } = await startAfter(`ulimit -f 8; exec >"${report}"`, ["run", file, "--json"]).ended;
  assert.deepEqual([status, signal], [2, null]);
  assert.equal(stderr, "sendoff: cannot write the report to standard output\n");
});

test("where no file may be written, steps in TypeScript are an error and the process goes on", noFiles, async (t) => {
  const file = step(t, "export default (): number => 1", "step.ts");
  const { status, signal, stdout } = await startAfter("ulimit -f 0", ["run", file, "--json"]).ended;
  assert.deepEqual([status, signal], [1, null]);
  assert.match(JSON.parse(stdout).step.error.message, /File too large/);
});
