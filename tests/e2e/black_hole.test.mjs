// True black holes: addresses in a network of its own that swallow every packet.
import assert from "node:assert/strict";
import { test } from "node:test";

import { besideBlackHole, step } from "./support/sendoff.mjs";

const here = "10.77.0.1/24";
const nobody = "10.77.0.2";

async function runHere(t, file, ...args) {
  const { status, stdout, stderr } = await besideBlackHole(here, nobody, ["run", file, "--json", "--allow-private", ...args]);
  if (status === 77) return t.skip("no network namespaces here"), null;
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout);
}

test("a black hole costs its own requests their deadline, in the connect phase, and nobody else's", async (t) => {
  const file = step(t, `export default () => {
    for (let i = 0; i < 8; ++i) $send.http({ method: "POST", url: "http://${nobody}:8080/" + i });
    $send.http({ method: "POST", url: "http://127.0.0.1:9999/" });
  }`);
  const ended = await runHere(t, file, "--request-timeout", "300ms");
  if (!ended) return;
  for (const { error, wire, safe_to_replay } of ended.requests.slice(0, 8)) {
    assert.deepEqual([error.code, error.phase, wire, safe_to_replay], ["timeout", "connect", "none", true]);
    assert.match(error.message, /^timeout.*connect/);
  }
  // It was answered, by a refusal, while the others still waited for nothing.
  assert.equal(ended.requests[8].error.code, "connect_refused");
  assert.equal(ended.requests[8].timing.queued_ms < ended.requests[0].timing.total_ms, true);
});

test("a step's own request into a black hole ends with the step's limit, and leaves its record", async (t) => {
  const file = step(t, `import axios from "axios"; export default () => axios.get("http://${nobody}:8080/");`);
  const ended = await runHere(t, file, "--timeout", "2s");
  if (!ended) return;
  assert.equal(ended.step.status === "terminated" || ended.step.error.code === "ECONNABORTED", true, JSON.stringify(ended.step));
  assert.deepEqual(ended.requests.map(({ kind, outcome, wire }) => [kind, outcome, wire]), [["awaited", "failed", "none"]]);
});
