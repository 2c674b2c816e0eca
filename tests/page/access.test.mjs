// By keyboard, by screen reader, in the dark, on a small screen, on paper.
import assert from "node:assert/strict";
import { test } from "node:test";

import { axeSource, card, openLog, textOf, unfolded } from "./support/browser.mjs";
import { at, body, discarded, failed, request, response, runEnd } from "./support/records.mjs";

const lines = [
  request(0, { kind: "awaited", started_at: at(100) }),
  request(1, { response: response(500, '{"a":{"b":[1,2,{"c":null}]}}', [["Content-Type", "application/json"]]), warnings: ["a warning"] }),
  failed(2, "timeout", "wait", "no answer", { redirects: [{ status: 301, location: "/x", remote_address: "192.0.2.1:80" }] }),
  discarded(3),
  runEnd({ warnings: ["of the run"] }),
  request(0, { run: "run-2", step: "mail.mjs" }),
  runEnd({ run: "run-2", step: "mail.mjs", status: "error", started_at: at(5000), error: { name: "Error", message: "m", code: "E", stack: "at x", hint: "h", cause: null } }),
  "damaged",
];

async function serious(page) {
  await page.evaluate(await (await import("node:fs/promises")).readFile(axeSource(), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("\n")}`);
}

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { colorScheme: "light", viewport: { width: 360, height: 700 } },
})) {
  test(`axe finds nothing serious: ${name}`, async (t) => {
    const page = await openLog(t, lines, "", options);
    assert.deepEqual(await serious(page), []);
    for (const run of ["run-1", "run-2"]) {
      await page.evaluate((hash) => { location.hash = hash; }, run);
      await page.locator(".run-head .badge").waitFor();
      for (const button of await page.locator(".card button.side").all()) await button.click();
      await page.getByRole("button", { name: "Filters" }).click();
      assert.deepEqual(await serious(page), []);
      await page.getByRole("button", { name: "Filters" }).click();
    }
    await card(page, 0).getByRole("button", { name: "Copy" }).click();
    assert.deepEqual(await serious(page), []);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    assert.deepEqual(await serious(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} pixels stand over`);
  });
}

test("one key unfolds all, and folds it again", async (t) => {
  const page = await openLog(t, lines, "#run-1");
  const folded = () => page.locator(".side[aria-expanded=false]").count();
  const all = await folded();
  assert.ok(all > 2);
  await page.keyboard.press("Shift+O");
  assert.equal(await folded(), 0);
  await page.keyboard.press("Shift+O");
  assert.equal(await folded(), all);
});

test("everything can be done by keys", async (t) => {
  const page = await openLog(t, lines, "#run-1", { permissions: ["clipboard-read", "clipboard-write"] });
  const focused = () => page.locator(".card:focus h3 a").innerText();
  await page.keyboard.press("j");
  assert.match(await focused(), /orders\/0$/);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.match(await focused(), /orders\/1$/);
  await page.keyboard.press("o");
  assert.match(await textOf(page, ".card:focus"), /"c": null/);
  await page.keyboard.press("o");
  assert.doesNotMatch(await textOf(page, ".card:focus"), /"c": null/);
  await page.keyboard.press("c");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "Copied as JSON" }).waitFor();
  assert.equal(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())).seq, 1);
  await page.keyboard.press("p");
  await page.locator(".run-head h2", { hasText: "mail.mjs" }).waitFor();
  await page.keyboard.press("n");
  await page.locator(".run-head h2", { hasText: "order.mjs" }).waitFor();
  await page.keyboard.press("a");
  await page.getByRole("heading", { name: "All runs" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("jokanp?");
  assert.equal(await page.getByRole("searchbox").inputValue(), "jokanp?", "what is typed is text");
});

test("what opens has the keys at once", async (t) => {
  const page = await openLog(t, lines, "#run-1");
  // Not a frame lies between: somebody types faster than a busy machine paints.
  const focusAfter = (selector) => page.evaluate(async (selector) => {
    document.querySelector(selector).click();
    for (let i = 0; i < 10; ++i) await null;
    return document.activeElement.closest("[role=menu], dialog")?.ariaLabel;
  }, selector);
  assert.equal(await focusAfter(".card .copy"), "Copy as");
  await page.keyboard.press("Escape");
  assert.equal(await focusAfter("button.help"), "Keys");
});

test("by Tab alone, in the order of the page", async (t) => {
  const page = await openLog(t, [request(0), runEnd({ return_value: 1 })]);
  const names = [];
  for (let i = 0; i < 7; ++i) {
    await page.keyboard.press("Tab");
    names.push(await page.evaluate(() => document.activeElement.textContent || document.activeElement.id));
  }
  assert.deepEqual(names.slice(0, 3), ["find", "Filters", "?"]);
  assert.deepEqual(names.slice(3), ["https://hooks.example.com/orders/0", "Request: 2 headers, 33 B of application/json", "Response: 1 header, 2 B of text/plain", "Copy"]);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  assert.equal(await card(page, 0).locator("button.response").getAttribute("aria-expanded"), "true");
});

test("a screen reader finds runs, headings, requests and what a picture says", async (t) => {
  const page = await openLog(t, lines, "#run-1");
  await page.getByRole("navigation", { name: "Runs" }).waitFor();
  await page.getByRole("search").waitFor();
  await page.getByRole("main").waitFor();
  await page.getByRole("heading", { level: 2, name: "order.mjs ok" }).waitFor();
  assert.equal(await page.getByRole("article").count(), 4);
  await page.getByRole("heading", { level: 3, name: /^POST https:\/\/hooks\.example\.com\/orders\/1 500 Reason/ }).waitFor();
  await page.getByRole("img", { name: /^Time line of / }).waitFor();
  await page.getByRole("list", { name: "" }).first().waitFor();
  await unfolded(page, 1, "Response");
  await page.getByRole("group", { name: "How the response is shown" }).getByRole("button", { name: "JSON", pressed: true }).waitFor();
});

test("on paper stands all that is shown, and no buttons", async (t) => {
  const page = await openLog(t, lines, "#run-1", { colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  for (const hidden of [".runs", ".find", ".copy", ".help"]) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  assert.equal(await page.locator("body").evaluate((one) => getComputedStyle(one).color), "rgb(28, 36, 48)");
  assert.equal(await page.evaluate(() => document.querySelector("main").scrollHeight - document.querySelector("main").clientHeight), 0);
  assert.ok((await page.pdf()).length > 1000);
});
