// Pages that the built binary makes, in a real Chromium. Whatever a page does, it says nothing on the console,
// asks nothing of any network, and runs no script but its own: each test ends with that.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { folder, sendoff } from "../../e2e/support/sendoff.mjs";

const packages = createRequire(join(process.env.PAGE_PACKAGES, "package.json"));
export const axeSource = () => packages.resolve("axe-core/axe.min.js");
const { chromium } = packages("playwright-core");

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    // Its sandbox wants a user who is not root. What it is given here are our own pages.
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
});
after(() => browser?.close());

const lineOf = (line) => (typeof line === "string" || Buffer.isBuffer(line) ? line : JSON.stringify(line));

// Writes a log of objects and of what is to stand there as it is.
export function writeLog(t, lines, name = "run.jsonl") {
  const path = join(folder(t), name);
  writeFileSync(path, Buffer.concat(lines.flatMap((line) => [Buffer.from(lineOf(line)), Buffer.from("\n")])));
  return path;
}

// The page of these lines, made by `sendoff view`.
export async function makePage(t, lines, name) {
  const log = writeLog(t, lines, name);
  const { status, stderr } = await sendoff(["view", log, "-o", `${log}.html`]);
  assert.equal(status, 0, stderr);
  return `${log}.html`;
}

// Opens a file; resolves when all of it is shown. `options` are of the browser's context, but for `expected`: what the
// console may say.
export async function openFile(t, file, hash = "", { expected, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(60_000); // until what never happens is given up
  const page = await context.newPage();
  const said = [];
  const asked = new Set();
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("dialog", (dialog) => said.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on("request", (request) => asked.add(request.url()));
  // Which the policy stopped before anybody heard of it.
  page.on("requestfailed", (request) => request.failure().errorText === "csp" && asked.delete(request.url()));
  const url = pathToFileURL(file).href;
  await page.goto(url + hash);
  await page.locator("main").waitFor();
  await shownWhole(page);
  t.after(async () => {
    await context.close();
    assert.deepEqual(said.filter((text) => !expected?.test(text)), [], "the console is empty");
    assert.deepEqual([...asked].filter((one) => !one.startsWith(url) && !one.startsWith("data:")), [], "nothing is asked of a network");
  });
  return page;
}

export async function openLog(t, lines, hash, options) {
  return openFile(t, await makePage(t, lines), hash, options);
}

// Long lists are made a slice at a time.
export const shownWhole = (page) => page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), null, { polling: 100 });

export const textOf = (page, selector = "main") => page.locator(selector).innerText();

// The addresses of the requests that are shown, in their order.
export const urlsOf = (page) => page.locator(".card h3 a").allTextContents();

export const card = (page, seq) => page.locator(".card").filter({ has: page.locator(`h3 a[href$="/${seq}"]`) });

// Unfolds one side of a request and resolves to what then stands there.
export async function unfolded(page, seq, side) {
  const button = card(page, seq).locator(`button.${side.toLowerCase()}`);
  if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
  return card(page, seq).locator(`button.${side.toLowerCase()} + div`);
}
