// axios in a step against axios in Node: the same source, the same server, the same answers. Wanted
// differences are the rows of docs/step-axios-differences.md; one that shows no more is a failure.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { closedPort } from "../e2e/support/servers.mjs";
import { stepAxiosCases } from "./step_axios_cases.mjs";
import { startStepServer } from "./step_axios_server.mjs";
import { inNode, inSendoff } from "./step_axios_sides.mjs";

const page = readFileSync(process.env.DIFFERENCES_PAGE, "utf8");
const rows = new Set([...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, id]) => id));

let server, values;
before(async () => {
  server = await startStepServer();
  values = { url: server.url, closed: `http://127.0.0.3:${await closedPort()}/` };
});
after(() => server.close());

for (const { name, source, difference } of stepAxiosCases) {
  test(difference === undefined ? name : `${name} (differs: ${difference})`, async (t) => {
    const [node, sendoff] = [await inNode(source, values), await inSendoff(t, source, values)];
    if (difference === undefined) return assert.equal(sendoff, node);
    assert.ok(rows.has(difference), `docs/step-axios-differences.md has no row ${difference}`);
    assert.notEqual(sendoff, node, `${difference} shows no more here; take it out`);
  });
}

test("every row of the page has a case", () => {
  const shown = new Set(stepAxiosCases.map(({ difference }) => difference));
  assert.deepEqual([...rows].filter((id) => !shown.has(id)), []);
});
