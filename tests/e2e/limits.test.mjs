// A step that cannot be stopped, or that V8 does not survive, costs nothing of its log.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { linesOf, readLines } from "./support/log.mjs";
import { folder, run, sendoff, step } from "./support/sendoff.mjs";

const call = `console.log("before"); $.export("kept", 1);
$send.http({ method: "POST", url: "http://example.com/", data: "a" });
`;

async function expectKept(t, code, error, ...flags) {
  const log = join(folder(t), "log");
  const { status, step: result, requests } = await run(step(t, call + code), "--log", log, ...flags);
  assert.equal(status, 1);
  assert.equal(result.status, "terminated");
  assert.equal(result.error.code, error);
  assert.deepEqual(result.exports, { kept: 1 });
  assert.deepEqual(result.console.map(({ text }) => text), ["before"]);
  assert.deepEqual(requests.map(({ outcome }) => outcome), ["discarded"]);
  assert.equal(requests[0].error.code, "terminated");
  const lines = readLines(linesOf(log));
  assert.deepEqual(lines.pop().status, "terminated");
  assert.deepEqual(lines, requests);
}

test("a built-in that V8 cannot interrupt, for ever", (t) =>
  expectKept(t, "[].includes.call({ length: 2 ** 53 - 1 }, 1)", "ERR_STEP_TIMEOUT", "--timeout", "200ms"));

test("a regular expression that V8 dies of", (t) =>
  expectKept(t, 'new RegExp("(?:x|".repeat(3e4) + ")".repeat(3e4)).test("x")', "ERR_STEP_MEMORY"));

test("--cpu-time ends a step that computes, and is named where it does", async (t) => {
  const { status, stdout } = await sendoff(["run", step(t, "for (;;);"), "--cpu-time", "200ms"]);
  assert.equal(status, 1);
  assert.match(stdout, /used more than its 200 ms of CPU time/);
  assert.match(stdout, /--cpu-time gives it more/);
});

test("--no-eval switches eval off", async (t) => {
  const file = step(t, 'return eval("1")');
  assert.equal((await run(file)).step.return_value, 1);
  assert.equal((await run(file, "--no-eval")).step.error.name, "EvalError");
});
