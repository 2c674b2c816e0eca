// --isolation process: the step in a process of its own, or one clear sentence and nothing started.
import assert from "node:assert/strict";
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { linesOf, readLines } from "./support/log.mjs";
import { descendantsOf, folder, start, startAfter, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

const inProcess = (file, ...args) => ["run", file, "--isolation", "process", ...args];

test("a step is in a process of its own, and on a thread where nobody asks", async (t) => {
  const file = step(t, 'console.log("here"); await new Promise((r) => setTimeout(r, 1e8));');
  for (const [args, children] of [[inProcess(file), /^sendoff-worker(,sendoff-worker)+$/], [["run", file], /^$/]]) {
    const running = start(args);
    await running.printed(/here/);
    assert.match(descendantsOf(running.child.pid).map(({ name }) => name).join(), children);
    running.child.kill("SIGTERM");
    const { signal } = await running.ended;
    assert.equal(signal, "SIGTERM");
  }
});

test("Ctrl-C at a terminal is for the program alone, which ends its step in order", async (t) => {
  const file = step(t, 'console.log("here"); await new Promise((r) => setTimeout(r, 1e8));');
  const said = [];
  for (const isolation of ["thread", "process"]) {
    const running = start(["run", file, "--isolation", isolation], { detached: true });
    await running.printed(/here/);
    process.kill(-running.child.pid, "SIGINT");  // as the terminal does, to all of the group
    const { signal, stdout, stderr } = await running.ended;
    assert.equal(signal, "SIGINT");
    said.push((stdout + stderr).replace(/\d+(\.\d+)? m?s/g, "TIME"));
  }
  assert.equal(said[1], said[0]);
});

test("what a step asks for comes across", async (t) => {
  const server = await startServer(t);
  const log = join(folder(t), "log");
  const file = step(t, `import axios from "axios";
    export default { async run({ steps, $ }) {
      console.log("before", steps.trigger.event);
      const { data } = await axios.get("${server.url}/awaited");
      for (const i of [1, 2]) $send.http({ method: "POST", url: "${server.url}/" + i, data: { i } });
      $.respond({ status: 201 });
      $.export("name", data);
      return process.env.A;
    } };`);
  const { status, stdout, stderr } = await start(inProcess(file, "--allow-private", "--event", '{"a":1}', "--env", "A=b", "--json", "--log", log)).ended;
  assert.deepEqual([status, stderr], [0, ""]);
  const { step: result, requests } = JSON.parse(stdout);
  assert.deepEqual([result.return_value, result.exports, result.respond.status], ["b", { name: "ok" }, 201]);
  assert.deepEqual(result.console.map(({ text }) => text), ["before { a: 1 }"]);
  assert.deepEqual(requests.map(({ kind, outcome }) => [kind, outcome]),
    [["awaited", "delivered"], ["deferred", "delivered"], ["deferred", "delivered"]]);
  assert.deepEqual(server.received.map(({ url }) => url).sort(), ["/1", "/2", "/awaited"]);
  assert.deepEqual(readLines(linesOf(log)).map(({ type }) => type), ["request", "request", "request", "run"]);
});

// What is said of a program that cannot be had, in one line, with no step run and no file made.
async function refusal(t, worker) {
  const home = folder(t);
  writeFileSync(join(home, "step.mjs"), 'console.log("ran")');
  const { status, stdout, stderr } = await start(inProcess(join(home, "step.mjs")), { env: { SENDOFF_WORKER: worker } }).ended;
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^sendoff: [^\n]+\n$/);
  assert.doesNotMatch(stderr, /::/, "flags and variables are named, not options");
  return stderr;
}

test("without its program it is an error that names where it was looked for", async (t) => {
  const said = await refusal(t, "/nowhere/sendoff-worker");
  assert.match(said, /sendoff-worker, in which steps are run, was not found: \/nowhere\/sendoff-worker \(SENDOFF_WORKER\): No such file/);
  assert.match(said, /--isolation thread/);
});

test("a program that is another, or may not be started, is an error", async (t) => {
  assert.match(await refusal(t, "/bin/true"), /\/bin\/true: it is no sendoff-worker of sendoff /);
  assert.match(await refusal(t, folder(t)), /it is no file/);
  const text = join(folder(t), "text");
  writeFileSync(text, "no program");
  assert.match(await refusal(t, text), /text \(SENDOFF_WORKER\): Permission denied/);
  chmodSync(text, 0o755);
  assert.match(await refusal(t, text), /text: it cannot be started: Exec format error/);
});

test("a program of another version is an error that names both", async (t) => {
  const other = join(folder(t), "other");
  symlinkSync(process.env.SENDOFF_SCRIPTED_WORKER, other);
  assert.match(await refusal(t, other), /it is no sendoff-worker of sendoff \d.*the other side is sendoff "of a test" with protocol \d/);
});

test("where no file may be as large as its memory is an error that says so", async (t) => {
  const { status, stdout, stderr } = await startAfter("ulimit -f 8", inProcess(step(t, "1"))).ended;
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^sendoff: no memory to share with a worker: .*ulimit -f/);
});

test("what it may be is told", async (t) => {
  const { status, stderr } = await start(["run", step(t, "1"), "--isolation", "fork"]).ended;
  assert.equal(status, 2);
  assert.match(stderr, /^sendoff: --isolation: expected thread or process, such as --isolation thread, not fork/);
});
