// axios in a step against axios in Node: the same source, the same server, the same answers. Wanted
// differences are the rows of docs/step-axios-differences.md; one that shows no more is a failure.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { run, step } from "../e2e/support/sendoff.mjs";
import { closedPort } from "../e2e/support/servers.mjs";
import { stepAxiosCases } from "./step_axios_cases.mjs";
import { startStepServer } from "./step_axios_server.mjs";

const page = readFileSync(process.env.DIFFERENCES_PAGE, "utf8");
const rows = new Set([...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, id]) => id));

const { default: axios } = await import(pathToFileURL(process.env.AXIOS_PACKAGE));

// What is the same of an error whoever made it.
const told = `const told = (e) => ({ name: e.name, code: e.code, message: e.message, status: e.response?.status ?? null, data: e.response?.data ?? null, canceled: axios.isCancel(e) });`;
const asJson = `const asJson = async (make) => { try { return JSON.stringify(await make()) ?? "nothing"; } catch (e) { return "threw " + e.name + ": " + e.message; } };`;

let server, closed;
before(async () => {
  server = await startStepServer();
  closed = `http://127.0.0.1:${await closedPort()}/`;
});
after(() => server.close());

function inNode(source) {
  const make = new Function("axios", "url", "closed", `${told}${asJson} return asJson(async () => { ${source} });`);
  return make(axios, server.url, closed);
}

async function inSendoff(t, source) {
  const file = step(t, `import axios from "axios";
const url = ${JSON.stringify(server.url)}, closed = ${JSON.stringify(closed)};
${told}${asJson}
export default () => asJson(async () => { ${source} });`);
  const { step: result } = await run(file, "--allow-private");
  return result.error ? `failed ${result.error.stack}` : result.return_value;
}

for (const { name, source, difference } of stepAxiosCases) {
  test(difference === undefined ? name : `${name} (differs: ${difference})`, async (t) => {
    const [node, sendoff] = [await inNode(source), await inSendoff(t, source)];
    if (difference === undefined) return assert.equal(sendoff, node);
    assert.ok(rows.has(difference), `docs/step-axios-differences.md has no row ${difference}`);
    assert.notEqual(sendoff, node, `${difference} shows no more here; take it out`);
  });
}

test("every row of the page has a case", () => {
  const shown = new Set(stepAxiosCases.map(({ difference }) => difference));
  assert.deepEqual([...rows].filter((id) => !shown.has(id)), []);
});
