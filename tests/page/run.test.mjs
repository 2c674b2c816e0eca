// A real run's page, and a real log's, as a person sees them.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folder, run, sendoff, step } from "../e2e/support/sendoff.mjs";
import { startServer } from "../e2e/support/servers.mjs";
import { card, openFile, textOf, unfolded } from "./support/browser.mjs";

const source = (url) => `import axios from "axios";
export default defineComponent({
  async run({ $ }) {
    const { data } = await axios.get("${url}/customer");
    console.warn("found", data.name);
    $.send.http({ method: "POST", url: "${url}/hook", data });
    $.send.http({ method: "GET", url: "${url}/moved" });
    $.send.http({ method: "POST", url: "${url}/missing", data: "text" });
    $.export("$summary", "told two");
    return { order: 17, customer: data };
  },
});
`;

function answer(request, response) {
  if (request.url === "/customer") return response.setHeader("Content-Type", "application/json").end('{"name":"Leia"}');
  if (request.url === "/moved") return response.writeHead(302, { Location: "/there" }).end();
  response.writeHead(request.url === "/missing" ? 404 : 200).end("answered");
}

async function ranStep(t, ...flags) {
  const server = await startServer(t, { answer });
  const { status, stderr } = await run(step(t, source(server.url), "order.mjs"), "--allow-private", ...flags);
  assert.equal(status, 0, stderr);
  return server.url;
}

const wanted = (url) => ["order.mjs", "ok", "Leia", "told two", "found Leia", `${url}/customer`, "200 OK", `${url}/hook`, "302 to /there", "404 Not Found", "awaited"];

test("a page of run --page shows the run, with its source lines", async (t) => {
  const file = join(folder(t), "page.html");
  const url = await ranStep(t, "--page", file);
  const page = await openFile(t, file);
  const text = await textOf(page);
  for (const part of [...wanted(url), "order.mjs:6:12", `$.send.http({ method: "POST", url: "${url}/hook", data });`]) {
    assert.ok(text.includes(part), `${part}: ${text}`);
  }
  assert.match(await (await unfolded(page, 3, "Request")).innerText(), /text\/plain|x-www-form-urlencoded/);
  assert.equal(await page.locator(".runs").count(), 0, "there is nothing to choose from");
  assert.equal(await card(page, 0).locator(".tag").innerText(), "awaited");
});

test("a page of view shows the same but for the source", async (t) => {
  const log = join(folder(t), "run.jsonl");
  const url = await ranStep(t, "--log", log);
  const { status, stderr } = await sendoff(["view", log, "-o", `${log}.html`]);
  assert.equal(status, 0, stderr);
  const text = await textOf(await openFile(t, `${log}.html`));
  for (const part of wanted(url)) assert.ok(text.includes(part), `${part}: ${text}`);
});

// For docs/log.md: where PICTURES names a folder, the pictures of this run are put there.
test("it looks alike in light, dark and narrow", async (t) => {
  const home = process.env.PICTURES || folder(t);
  mkdirSync(home, { recursive: true });
  const file = join(folder(t), "page.html");
  await ranStep(t, "--page", file);
  for (const [name, colorScheme, width] of [["light", "light", 1100], ["dark", "dark", 1100], ["narrow", "light", 390]]) {
    const page = await openFile(t, file, "", { colorScheme, viewport: { width, height: 900 } });
    const picture = await page.screenshot({ path: join(home, `page-${name}.png`) });
    assert.equal(picture.readUInt32BE(16), width);
  }
});
