// console.log and console.dir of a step beside Node's own, over values that are made at random.
import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { format, inspect } from "node:util";

import { folder, run } from "../e2e/support/sendoff.mjs";
import { printAll } from "./inspect_values.mjs";

const kCalls = 1500; // of a run, whose console keeps 10,000 lines and 4 MiB

// What Node prints. `%j` of a circle or of a bigint throws there.
function expected(method, args) {
  if (method === "dir") return inspect(args[0], { customInspect: false, ...args[1] });
  try {
    return format(...args);
  } catch {
    return null;
  }
}

async function printed(t, seed) {
  const path = folder(t);
  copyFileSync(fileURLToPath(new URL("inspect_values.mjs", import.meta.url)), join(path, "inspect_values.mjs"));
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
    assert.equal(lines.length, kCalls);
    let index = 0;
    let compared = 0;
    printAll(seed, kCalls, (method, args) => {
      const wanted = expected(method, args);
      const line = lines[index++];
      if (wanted === null) return;
      compared++;
      assert.equal(line, wanted, `call ${index}: console.${method} of ${inspect(args, { depth: 6 })}`);
    });
    assert.ok(compared > kCalls * 0.9);
  });
}
