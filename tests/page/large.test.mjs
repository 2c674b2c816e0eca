// Many records: all of them are there, whatever they cost. How fast: ./x bench page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openLog, textOf, urlsOf } from "./support/browser.mjs";
import { at, request, runEnd } from "./support/records.mjs";

test("10,000 records of one run are all shown, and found by the browser's own search", async (t) => {
  const many = Array.from({ length: 10_000 }, (_, seq) => request(seq, { warnings: ["x".repeat(1000)] }));
  const page = await openLog(t, [...many, runEnd()]);
  assert.equal((await urlsOf(page)).length, 10_000);
  assert.match(await textOf(page, ".run-head"), /10,000 requests, 10,000 delivered/);
  // What is far from sight gets its buttons and its drawing when it is near.
  const last = page.locator(".card").last();
  assert.equal(await last.locator("button, .bar").count(), 0);
  assert.equal(await page.evaluate(() => window.find("orders/9999")), true);
  await last.scrollIntoViewIfNeeded();
  await last.locator("button.request").click();
  assert.match(await last.innerText(), /12\.50/);
  assert.equal(await last.locator(".bar").count(), 1);
});

test("10,000 runs of one request each can all be chosen", async (t) => {
  const lines = Array.from({ length: 10_000 }, (_, index) => [request(0, { run: `r${index}` }), runEnd({ run: `r${index}`, started_at: at(index) })]).flat();
  const page = await openLog(t, lines);
  assert.equal(await page.locator(".runs li").count(), 10_001);
  await page.locator(".runs a[href='#r7']").click();
  await page.getByRole("heading", { name: "order.mjs ok" }).waitFor();
  assert.match(await textOf(page, ".run-head"), /run r7/);
});
