// Files as people's editors leave them: marks, line ends, other encodings, nothing in them.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { certificates } from "./support/certificates.mjs";
import { folder, run, sendoff } from "./support/sendoff.mjs";

const utf16 = (text, mark = true) => Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
const utf16be = (text) => utf16(text).swap16();
const latin1 = (text) => Buffer.from(text, "latin1");

// A folder in which files can be written.
function home(t) {
  const path = folder(t);
  const write = (name, content) => (writeFileSync(join(path, name), content), join(path, name));
  return { path, write };
}

test("a byte order mark and carriage returns may stand in every file", async (t) => {
  const { path, write } = home(t);
  const file = write("step.mjs", '\ufeffimport { a } from "./a.mjs";\r\nimport b from "./b.json";\r\n' +
    'import c from "./c.cjs";\r\nimport { d } from "./d.ts";\r\n' +
    "export default ({ steps }) => [a, b, c, d, steps.trigger.event, steps.before, process.env.A];\r\n");
  write("a.mjs", "\ufeff// a\r\nexport const a = `x\r\ny`;\r\n");
  write("b.json", '\ufeff{ "b": 1 }\r\n');
  write("c.cjs", "\ufeffmodule.exports = 2;\r\n");
  write("d.ts", "\ufeffexport const d: number = 3;\r\n");
  write("package.json", '\ufeff{}\r\n');
  const given = await run(file, "--event", `@${write("event.json", '\ufeff{ "e": 4 }\r\n')}`,
    "--steps", `@${write("steps.json", '\ufeff{ "before": 5 }')}`, "--env", write(".env", "\ufeffA=6\r\n"), "--root", path);
  assert.equal(given.status, 0, given.step.error?.stack);
  assert.deepEqual(given.step.return_value, ["x\ny", { b: 1 }, 2, 3, { e: 4 }, 5, "6"]);
});

test("a byte order mark before certificates is no harm", async (t) => {
  const { write } = home(t);
  const roots = `\ufeff${readFileSync(certificates(t).caFile, "utf8")}`;
  const { status } = await run(write("step.mjs", "export default () => 1"), "--ca", write("ca.pem", roots));
  assert.equal(status, 0);
});

for (const [name, encode, said] of [
  ["UTF-16", utf16, /UTF-16; save it as UTF-8/],
  ["UTF-16, the other way round", utf16be, /UTF-16; save it as UTF-8/],
  ["UTF-16 without a mark", (text) => utf16(text, false), /UTF-16; save it as UTF-8/],
  ["Latin-1", latin1, /not in UTF-8, at line 2, and looks like Latin-1 .*; save it as UTF-8/],
]) {
  test(`${name} is named in the error, whichever file it is`, async (t) => {
    const { write } = home(t);
    const good = write("good.mjs", "export default () => 1;");
    for (const source of ["step.mjs", "step.cjs", "step.ts", "step.js"]) {
      const failed = await run(write(source, encode("// first\nconst name = 'é';\n")));
      assert.equal(failed.status, 1, source);
      assert.match(failed.step.error.message, said);
      assert.ok(failed.step.error.message.includes(source));
    }
    write("data.json", encode('{\n"a": "é" }'));
    const failed = await run(write("imports.mjs", 'import data from "./data.json"; export default () => data;'));
    assert.match(failed.step.error.message, said);
    const json = write("object.json", encode('{\n"name": "é" }'));
    for (const flag of ["--event", "--steps", "--props", "--context"]) {
      const { status, stderr } = await sendoff(["run", good, flag, `@${json}`]);
      assert.equal(status, 2);
      assert.match(stderr, said);
      assert.ok(stderr.includes(`sendoff: ${flag} is `), stderr);
    }
    const { status, stderr } = await sendoff(["run", good, "--env", write(".env", encode("A=1\nB=é\n"))]);
    assert.equal(status, 2);
    assert.match(stderr, /^sendoff: --env: .*\.env is /);
    assert.match(stderr, said);
  });
}

test("an empty file is a warning where it can be one, and named where it cannot", async (t) => {
  const { write } = home(t);
  for (const [name, text] of [["step.mjs", ""], ["step.js", "\r\n"], ["step.cjs", "\ufeff"], ["step.ts", " \n"]]) {
    const { status, step: result } = await run(write(name, text));
    assert.ok(result.warnings.some((warning) => warning === `${name} is empty: there is nothing to run`), name);
    assert.equal(status, 0);
  }
  const { stderr } = await sendoff(["run", write("good.mjs", "export default () => 1"), "--event", `@${write("empty.json", "")}`]);
  assert.match(stderr, /--event is not JSON, at line 1, column 1: The document is empty/);
});
