// console.log and console.dir of a step beside Node's own, over values that are made at random.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { folder, run } from "../e2e/support/sendoff.mjs";

const kCalls = 1500; // of a run, whose console keeps 10,000 lines and 4 MiB

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

// As UTF-8, of which a surrogate that stands alone is none.
const written = (text) => text && Buffer.from(text).toString();

function printedByNode(seed) {
  const output = execFileSync(process.execPath, [beside("inspect_node.mjs"), seed, kCalls], { maxBuffer: 2 ** 28 });
  return JSON.parse(output).map(written);
}

async function printed(t, seed) {
  const path = folder(t);
  copyFileSync(beside("inspect_values.mjs"), join(path, "inspect_values.mjs"));
  const file = join(path, "step.mjs");
  writeFileSync(file, `import { printAll } from "./inspect_values.mjs";
export default () => printAll(${seed}, ${kCalls}, (method, args) => {
  try {
    console[method](...args);
  } catch {
    console.log("threw");
  }
});`);
  const { step } = await run(file);
  assert.equal(step.status, "ok", step.error?.stack);
  return step.console.map(({ text }) => text);
}

for (const seed of [1, 20, 300, 4000, 50000, 600000]) {
  test(`a step prints what Node prints (seed ${seed})`, async (t) => {
    const lines = await printed(t, seed);
    const wanted = printedByNode(seed);
    assert.equal(lines.length, kCalls);
    assert.equal(wanted.length, kCalls);
    assert.ok(wanted.filter((line) => line !== null).length > kCalls * 0.9);
    wanted.forEach((line, index) => line !== null && assert.equal(lines[index], line, `call ${index + 1}`));
  });
}
