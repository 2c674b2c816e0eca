// Every file of examples/ runs as its README says, against a sink of its own.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { sendoff } from "./support/sendoff.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(join(root, "examples", "README.md"), "utf8");

// The words of a command line, quotes taken off; enough for the README's own.
function words(line) {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}

const commands = readme.split("\n").filter((line) => line.startsWith("./x run ")).map(words);

test("the README has a command for each example", () => {
  const files = readdirSync(join(root, "examples")).filter((name) => /\.[cm]?[jt]s$/.test(name));
  assert.deepEqual(commands.map(([, , file]) => file).sort(), files.map((name) => `examples/${name}`).sort());
});

for (const [, , file, ...args] of commands) {
  test(`${file} fulfils and its requests are answered`, async () => {
    const { status, stdout, stderr } = await sendoff(
      ["run", join(root, file), ...args, "--json", "--fail-on-send-error"]);
    assert.equal(status, 0, stdout + stderr);
    const { requests } = JSON.parse(stdout);
    assert.ok(requests.length > 0);
  });
}
