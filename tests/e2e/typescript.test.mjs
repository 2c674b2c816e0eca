// A step in TypeScript, as a person runs it; what it may say and where it is wrong is tested in
// tests/unit/runtime/typescript_test.cc.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { run, sendoff, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

test("requests of TypeScript name the author's line and column", async (t) => {
  const server = await startServer(t);
  const file = step(t, `import axios, { type AxiosResponse } from "axios";
import { url } from "./url.js";

enum Kind { Order = "order" }

export default async ({ $ }: { $: any }): Promise<string> => {
  $.send.http({ method: "POST", url, data: { kind: Kind.Order } } as const);
  const answer: AxiosResponse<string> = await axios.get<string>(url);
  return answer.data!;
};`, "step.ts");
  writeFileSync(join(dirname(file), "url.ts"), `export const url = "${server.url}" as string;\n`);
  const { step: result, requests } = await run(file, "--allow-private");
  assert.equal(result.return_value, "ok", result.error?.stack);
  assert.deepEqual(requests.map(({ call_site }) => call_site), ["step.ts:7:10", "step.ts:8:53"]);
  assert.ok(server.received.some(({ body }) => body === '{"kind":"order"}'));
});

test("the time limit holds for TypeScript", async (t) => {
  const file = step(t, "const n: number = 1;\nfor (;;) void (n as number);", "step.ts");
  const { step: result } = await run(file, "--timeout", "300ms");
  assert.equal(result.status, "terminated");
});

test("a mistake in TypeScript is shown with its line", async (t) => {
  const { status, stdout } = await sendoff(["run", step(t, "let a: number = 1;\nlet b: = 2;", "step.ts")]);
  assert.equal(status, 1);
  assert.match(stdout, /step\.ts:2:8\n {2}\| let b: = 2;\n {2}\| {8}\^\n {2}\| SyntaxError/);
});
