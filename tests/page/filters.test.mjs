// Which requests are shown.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openLog, shownWhole, textOf, unfolded, urlsOf } from "./support/browser.mjs";
import { at, body, failed, request, response, runEnd } from "./support/records.mjs";

const get = { method: "GET", url: "https://api.example.org/list", headers: [["X-Trace", "needle-in-header"]], body: null };
const lines = [
  request(0),
  request(1, { response: response(404, "needle-in-body") }),
  request(2, { request: get, started_at: at(61_000) }),
  failed(3, "dns", "dns", "no such name: needle-in-error"),
  runEnd(),
  request(0, { run: "run-2", step: "mail.mjs", started_at: at(120_000), response: response(503) }),
  runEnd({ run: "run-2", step: "mail.mjs", started_at: at(119_000), console: [{ level: "log", text: "needle-in-console", time: at(119_500) }] }),
];

// Does `act`, after which these requests of all runs are left. What is typed is looked for a little later.
async function leaves(page, act, expected) {
  await act(page);
  const shown = (last) => [...document.querySelectorAll(".card h3 a")].map((one) => one.textContent.replace(/^.*\//, "")).join() === last;
  await page.waitForFunction(shown, expected.join()).catch(() => {});
  await shownWhole(page);
  assert.deepEqual((await urlsOf(page)).map((url) => url.replace(/^.*\//, "")), expected);
}

async function opened(t) {
  const page = await openLog(t, lines, "", { timezoneId: "UTC" });
  await page.getByRole("button", { name: "Filters" }).click();
  return page;
}

const choose = (name, value) => (page) => page.getByRole("combobox", { name }).selectOption(value);
const search = (text) => (page) => page.getByRole("searchbox", { name: "Search" }).fill(text);

test("by outcome, status, method, host, step and time, together and back", async (t) => {
  const page = await opened(t);
  await leaves(page, choose("Outcome", "failed"), ["3"]);
  await leaves(page, choose("Outcome", ""), ["0", "0", "1", "list", "3"]);
  await leaves(page, choose("Status", "404"), ["1"]);
  await leaves(page, choose("Status", "5xx"), ["0"]);
  await leaves(page, choose("Status", ""), ["0", "0", "1", "list", "3"]);
  await leaves(page, choose("Method", "GET"), ["list"]);
  await leaves(page, choose("Step", "mail.mjs"), []);
  await leaves(page, (one) => one.getByRole("button", { name: "Show all" }).click(), ["0", "0", "1", "list", "3"]);
  await leaves(page, choose("Step", "mail.mjs"), ["0"]);
  await leaves(page, choose("Step", ""), ["0", "0", "1", "list", "3"]);
  await leaves(page, choose("Host", "api.example.org"), ["list"]);
  await leaves(page, choose("Host", ""), ["0", "0", "1", "list", "3"]);
  await leaves(page, (one) => one.getByLabel("From").fill("2026-11-30T09:31:00"), ["0", "list"]);
  await leaves(page, (one) => one.getByLabel("Until").fill("2026-11-30T09:31:30"), ["list"]);
});

test("by text in anything: bodies, header fields, errors, console lines, return values", async (t) => {
  const page = await opened(t);
  await leaves(page, search("NEEDLE-in-body"), ["1"]);
  await leaves(page, search("needle-in-header"), ["list"]);
  await leaves(page, search("needle-in-error"), ["3"]);
  await leaves(page, search("needle-in-console"), ["0"]);
  await leaves(page, search("nowhere"), []);
  assert.match(await textOf(page), /0 runs, 0 requests/);
});

test("what was unfolded stays so, and a chosen run says what the filter leaves out", async (t) => {
  const page = await openLog(t, lines, "#run-1");
  await page.getByRole("button", { name: "Filters" }).click();
  await unfolded(page, 1, "Response");
  await leaves(page, choose("Status", "404"), ["1"]);
  assert.match(await textOf(page), /needle-in-body/);
  assert.match(await textOf(page), /leaves out 3 requests of this run/);
});

test("the browser's own search finds what is shown, wherever it stands", async (t) => {
  const many = Array.from({ length: 2000 }, (_, seq) => request(seq, { response: response(200, body("x").text) }));
  const page = await openLog(t, [...many, runEnd()]);
  assert.equal(await page.evaluate(() => window.find("orders/1987")), true);
  assert.equal(await page.evaluate(() => getSelection().anchorNode.parentElement.closest(".card") !== null), true);
});

test("the runs of a workflow stand together, in the order of its steps, by its latest", async (t) => {
  const ran = (run, workflow, ms) => runEnd({ run, workflow, step: `${run}.mjs`, started_at: at(ms), console: [] });
  const page = await openLog(t, [ran("a1", "flow-a", 0), ran("alone", null, 500), ran("a2", "flow-a", 1000), ran("b1", "flow-b", 200), ran("newest", null, 2000)]);
  const items = page.locator(".runs .list li");
  const shown = (await items.allInnerTexts()).map((text) => text.match(/^(?:Workflow (\S+)\s+)?(\S+)\.mjs/).slice(1));
  assert.deepEqual(shown, [
    [undefined, "newest"],
    ["flow-a", "a1"],
    [undefined, "a2"],
    [undefined, "alone"],
    ["flow-b", "b1"],
  ]);
});
