// The encodings of two bytes a character against the web platform tests' own decoders and indexes: every
// pair of a byte above 7F and another. The tests that use them there need a browser's documents.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";

import { folder, run } from "../e2e/support/sendoff.mjs";

const place = join(process.env.WPT, "encoding");
const step = `
  export default function ({ steps }) {
    const decoder = new TextDecoder(steps.trigger.event.label);
    return steps.trigger.event.pairs.map((pair) => decoder.decode(new Uint8Array(pair)));
  }`;

const pairs = [];
for (let lead = 0x80; lead <= 0xff; lead++) {
  for (let trail = 0; trail <= 0xff; trail++) pairs.push([lead, trail]);
}
const hex = (pair) => pair.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

function referenceOf(path, files, name) {
  const context = createContext({});
  for (const file of files) runInContext(readFileSync(join(place, path, file), "utf8"), context);
  return pairs.map((pair) => context[name](hex(pair)));
}

// [label, folder, scripts, their decoder, how many pairs ICU may have no character for]
const encodings = [
  ["euc-jp", "legacy-mb-japanese/euc-jp", ["jis0208_index.js", "jis0212_index.js", "eucjp-decoder.js"], "eucjpDecoder", 0],
  ["shift_jis", "legacy-mb-japanese/shift_jis", ["jis0208_index.js", "sjis-decoder.js"], "sjisDecoder", 0],
  ["euc-kr", "legacy-mb-korean/euc-kr", ["euckr_index.js", "euckr-decoder.js"], "euckrDecoder", 0],
  // HKSCS of 2008 and the characters that Unicode took up for it.
  ["big5", "legacy-mb-tchinese/big5", ["big5_index.js", "big5-decoder.js"], "big5Decoder", 161],
];

for (const [label, path, files, name, most] of encodings) {
  test(`${label} is as its index has it`, async (t) => {
    const wanted = referenceOf(path, files, name);
    const place = folder(t);
    writeFileSync(join(place, "step.mjs"), step);
    writeFileSync(join(place, "event.json"), JSON.stringify({ label, pairs }));
    const { step: ran } = await run(join(place, "step.mjs"), "--event", `@${join(place, "event.json")}`);
    assert.equal(ran.status, "ok", ran.error?.stack);
    const wrong = pairs.flatMap((pair, i) => (ran.return_value[i] === wanted[i] ? [] : [i]));
    assert.deepEqual(wrong.filter((i) => !ran.return_value[i].startsWith("\ufffd")).map((i) => hex(pairs[i])), []);
    assert.ok(wrong.length <= most, `${wrong.length} pairs differ: ${wrong.map((i) => hex(pairs[i])).join(", ")}`);
  });
}
