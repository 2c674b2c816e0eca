// What a step is given on the command line, and what it leaves besides its requests.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folder, run, sendoff, step } from "./support/sendoff.mjs";

test("--json holds the response and what the step asked of the flow", async (t) => {
  const file = step(t, `export default async ({ $ }) => {
  await $.respond({ status: 201, body: { ok: true } });
  $.flow.rerun(1000, { page: 2 }, 3);
  $.flow.exit("enough");
};`);
  const { status, step: result } = await run(file);
  assert.equal(status, 0);
  assert.deepEqual(result.respond, { status: 201, headers: {}, body: { ok: true }, immediate: false });
  assert.deepEqual(result.flow, [
    { action: "rerun", arguments: { delay_ms: 1000, context: { page: 2 }, max_retries: 3 } },
    { action: "exit", arguments: { reason: "enough" } },
  ]);
});

test("a step that asks for nothing has no response and an empty flow", async (t) => {
  const { step: result } = await run(step(t, "export default () => 1"));
  assert.equal(result.respond, null);
  assert.deepEqual(result.flow, []);
});

test("--context gives the fields of $.context", async (t) => {
  const file = step(t, "export default ({ $ }) => [$.context.workflow_id, $.context.run.runs]");
  const { step: result } = await run(file, "--context", '{"workflow_id": "p_1", "run": {"runs": 2}}');
  assert.deepEqual(result.return_value, ["p_1", 2]);
  const { status, stderr } = await sendoff(["run", file, "--context", "[]"]);
  assert.equal(status, 2);
  assert.match(stderr, /--context must be a JSON object/);
});

test("an account comes from the environment or its file, and process.env does not show it", async (t) => {
  const home = folder(t);
  writeFileSync(join(home, "account.json"), '{"token": "from a file"}');
  writeFileSync(join(home, "env"), `SENDOFF_AUTH_HUB=@${join(home, "account.json")}\n`);
  process.env.SENDOFF_AUTH_CHAT = '{"token": "from the environment"}';
  t.after(() => delete process.env.SENDOFF_AUTH_CHAT);
  const file = step(t, `export default {
  props: { chat: { type: "app", app: "chat" }, mine: { type: "app", app: "hub" } },
  run() { return [this.chat.$auth.token, this.mine.$auth.token, Object.keys(process.env)]; },
};`);
  const { step: result } = await run(file, "--env", join(home, "env"), "--show-secrets");
  assert.deepEqual(result.return_value, ["from the environment", "from a file", []]);
});

test("an app without an account is an error that says where one goes, and nothing is sent", async (t) => {
  const file = step(t, `export default {
  props: { chat: { type: "app", app: "chat_v2" } },
  run() { $send.http({ method: "POST", url: "http://127.0.0.1:1", headers: { Authorization: "Bearer " + this.chat.$auth.token } }); },
};`);
  const { status, step: result, requests } = await run(file);
  assert.equal(status, 1);
  assert.equal(result.error.code, "ERR_STEP_PROPS");
  assert.match(result.error.message, /^props\.chat has no account\. SENDOFF_AUTH_CHAT or SENDOFF_AUTH_CHAT_V2 gives it one.* so does --props, as \{"chat": \{"\$auth": /);
  assert.doesNotMatch(JSON.stringify(result), /StepInput/);
  assert.deepEqual(requests, []);
  const { step: given } = await run(file, "--props", '{"chat": {"$auth": {"token": "t"}}}');
  assert.equal(given.status, "ok");
});

test("results that are no JSON are a warning, or with --strict-results an error", async (t) => {
  const file = step(t, "export default ({ $ }) => { $.export('n', 1n); return { f() {}, a: 1 }; };");
  const { status, step: result } = await run(file);
  assert.equal(status, 0);
  assert.deepEqual(result.return_value, { a: 1 });
  assert.deepEqual(result.exports, { n: "1" });
  assert.deepEqual(result.warnings.map((text) => text.split(" ")[0]), ["exports.n", "return_value.f"]);
  const { status: failed, step: strict } = await run(file, "--strict-results");
  assert.equal(failed, 1);
  assert.equal(strict.error.code, "ERR_STEP_RESULT");
  assert.match(strict.error.message, /^exports\.n must be JSON, and it is a bigint/);
});

test("a prop of the wrong type is an error that names it, and nothing is sent", async (t) => {
  const file = step(t, `export default {
  props: { level: "integer", text: "string" },
  run() { $send.http({ method: "POST", url: "https://example.com" }); },
};`);
  const { status, step: result, requests } = await run(file, "--props", '{"level": "3"}');
  assert.equal(status, 1);
  assert.equal(result.error.code, "ERR_STEP_PROPS");
  assert.match(result.error.message, /^props\.level must be a whole number, not '3'\nprops\.text is required/);
  assert.deepEqual(requests, []);
});

test("what was exported before the time limit is kept", async (t) => {
  const file = step(t, `export default ({ $ }) => { $.export("page", 7); for (;;); };`);
  const { status, step: result } = await run(file, "--timeout", "200ms");
  assert.equal(status, 1);
  assert.equal(result.status, "terminated");
  assert.deepEqual(result.exports, { page: 7 });
});

test("destinations that nobody serves here, or that do not exist, say so", async (t) => {
  const { step: email } = await run(step(t, "export default ({ $ }) => $.send.email({ text: 'a' })"));
  assert.equal(email.error.code, "ERR_NOT_PROVIDED");
  assert.match(email.error.message, /^\$\.send\.email: nobody here handles/);
  const { step: slack } = await run(step(t, "export default ({ $ }) => $.send.slack('a')"));
  assert.match(slack.error.message, /There are: http, email, s3, sse, emit, sql/);
});

test("an ES module may require what is built in, as well as import it", async (t) => {
  const file = step(t, `import axios from "axios";
const required = require("axios");
export default () => required === axios;`);
  const { step: result } = await run(file);
  assert.equal(result.return_value, true, result.error?.stack);
});

test("a require that finds nothing names the place of the call", async (t) => {
  const { step: result } = await run(step(t, `export default () => {
  return require("./gone.cjs");
};`));
  assert.equal(result.error.code, "ERR_MODULE_NOT_FOUND");
  assert.match(result.error.message, /^step\.mjs:2:10: /);
});
