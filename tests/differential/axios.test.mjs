// $send.http against axios: a table and a generator. DIFFERENTIAL_CASES and DIFFERENTIAL_SEED choose
// how many are generated, and from what; a failure names the seed and the options.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { cases } from "./cases.mjs";
import { differences, notOf } from "./compare.mjs";
import { Generator } from "./generator.mjs";
import { startRecorder } from "./recorder.mjs";
import { sendByAxios, sendBySendoff } from "./sides.mjs";

const count = Number(process.env.DIFFERENTIAL_CASES ?? 1500);
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 20261123);

const page = readFileSync(process.env.DIFFERENCES_PAGE, "utf8");
const wanted = new Set([...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, id]) => id));
const always = ["user-agent", "accept-encoding"];
const seen = new Set();

let recorder;
before(async () => (recorder = await startRecorder()));
after(() => recorder.close());

// Sends all sources by both sides; calls `check(index, {axios, sendoff})` with each side's
// {request, error}.
async function compareAll(t, sources, check) {
  const [byAxios, bySendoff] = [await sendByAxios(sources, recorder.url), await sendBySendoff(t, sources, recorder.url)];
  sources.forEach((_, index) => {
    check(index, {
      axios: { request: recorder.take("axios", index), error: byAxios[index] },
      sendoff: { request: recorder.take("sendoff", index), error: bySendoff[index] },
    });
  });
  recorder.forget();
}

function describe(source, { axios, sendoff }) {
  return `${source}\n  axios:   ${axios.error ?? JSON.stringify(axios.request)}\n  sendoff: ${sendoff.error ?? JSON.stringify(sendoff.request)}`;
}

// What differs, apart from what always does; the side that sent nothing is a difference too.
function unexpected(source, { axios, sendoff }) {
  if (axios.request === undefined || sendoff.request === undefined) {
    if (axios.request === sendoff.request) return [];
    return [axios.request === undefined ? "axios sent nothing" : "sendoff sent nothing"];
  }
  const found = differences(source, axios.request, sendoff.request);
  found.filter((id) => wanted.has(id)).forEach((id) => seen.add(id));
  return found.filter((id) => !always.includes(id));
}

// What is wrong with how a case of the table came out, or null.
function complaint({ name, source, difference }, sides) {
  const found = unexpected(source, sides);
  if (difference === undefined) return found.length === 0 ? null : `${name}: ${found}\n  ${describe(source, sides)}`;
  seen.add(difference);
  if (!wanted.has(difference)) return `${name}: docs/axios-differences.md has no row ${difference}`;
  if (found.length === 0) return `${name}: the difference ${difference} shows no more; take it out of the page and the case`;
  const others = notOf(difference, found);
  return others.length === 0 ? null : `${name}: more than ${difference} differs: ${others}\n  ${describe(source, sides)}`;
}

test("every case of the table is sent as axios sends it, but for the difference it names", async (t) => {
  const complaints = [];
  await compareAll(t, cases.map(({ source }) => source), (index, sides) => {
    complaints.push(complaint(cases[index], sides));
  });
  assert.equal(complaints.filter(Boolean).join("\n"), "");
});

test(`${count} generated cases are sent as axios sends them`, async (t) => {
  const generator = new Generator(seed);
  const sources = Array.from({ length: count }, () => generator.options());
  let compared = 0;
  await compareAll(t, sources, (index, sides) => {
    const source = sources[index];
    const tolerated = ["bytes-type"];
    // Where axios refuses a lone surrogate, sendoff sends; which values these are is in its error.
    if (sides.axios.error === "URIError: URI malformed" && sides.sendoff.request) return;
    if (sides.axios.request && sides.sendoff.request) compared++;
    const found = unexpected(source, sides).filter((id) => !tolerated.includes(id));
    assert.deepEqual(found, [], `seed ${seed}, case ${index}: ${describe(source, sides)}`);
  });
  assert.ok(compared > 0.9 * count, `only ${compared} of ${count} were sent by both`);
});

test("every row of docs/axios-differences.md was seen", () => {
  assert.deepEqual([...wanted].filter((id) => !seen.has(id)), []);
});
