// What a page shows without a click, and which run it shows.
import assert from "node:assert/strict";
import { test } from "node:test";

import { card, openLog, shownWhole, textOf, urlsOf } from "./support/browser.mjs";
import { at, body, discarded, failed, request, response, runEnd } from "./support/records.mjs";

const redirected = request(2, {
  request: { method: "GET", url: "http://example.com/old", headers: [], body: null },
  redirects: [{ status: 301, location: "https://www.example.com/new", remote_address: "192.0.2.7:443" },
    { status: 302, location: "/final", remote_address: "192.0.2.8:443" }],
});
const oneRun = [
  request(0, { kind: "awaited", started_at: at(120), response: response(204, "") }),
  request(1, { response: response(422), warnings: ["the option `timeout` is not known"] }),
  redirected,
  failed(3, "timeout", "wait", "no answer within 5 s: 4980 ms waiting", { wire: "partial", timing: { ...request(0).timing, queued_ms: 40, wait_ms: 4980, total_ms: 5000 } }),
  discarded(4),
  runEnd(),
];

test("a log of one run shows all of it but header fields and bodies", async (t) => {
  const page = await openLog(t, oneRun);
  const text = await textOf(page);
  for (const part of [
    "order.mjs", "ok", "798 ms", "run-1", "5 requests", "Leia", "told four services", "looking for the customer", "no address",
    "POST", "https://hooks.example.com/orders/1", "422 Reason", "204 Reason", "the option `timeout` is not known",
    "http://example.com/old", "301 to https://www.example.com/new from 192.0.2.7:443", "302 to /final",
    "timeout in phase wait: no answer within 5 s: 4980 ms waiting", "partly sent, not safe to replay",
    "not_settled in phase queue: the step never settled", "none sent, safe to replay", "order.mjs:11:5",
    "dns 1.5 ms", "queued 40 ms", "192.0.2.10:443",
  ]) {
    assert.ok(text.includes(part), `${part} is not in ${text}`);
  }
  assert.ok(!text.includes("12.50"), "bodies are folded");
});

test("what the step did stands before where it settled, what was sent then behind it", async (t) => {
  const page = await openLog(t, oneRun);
  const kinds = await page.locator(".entries .chunk > *").evaluateAll((all) => all.map((one) => one.className.split(" ")[0]));
  assert.deepEqual(kinds, ["console", "card", "console", "settled", "card", "card", "card", "card"]);
  assert.deepEqual((await urlsOf(page)).map((url) => url.split("/").at(-1)), ["0", "1", "old", "3", "4"]);
  assert.match(await textOf(page, ".settled"), /fulfilled after 798 ms/);
});

test("bars stand on the run's time line, with where it settled and the limit", async (t) => {
  const page = await openLog(t, oneRun);
  const middle = async (locator) => locator.evaluate((one) => one.getBoundingClientRect()).then(({ left, right }) => (left + right) / 2);
  const lanes = page.locator(".lanes");
  const settled = await middle(lanes.locator(".settle-line"));
  assert.ok((await middle(card(page, 0).locator(".bar"))) < settled, "an awaited request is before it");
  assert.ok((await middle(card(page, 1).locator(".bar"))) > settled, "a deferred one behind it");
  assert.ok((await middle(card(page, 3).locator(".limit"))) > (await middle(card(page, 3).locator(".bar"))));
  assert.equal(await card(page, 4).locator(".bar").count(), 0, "what was never begun has no bar");
  assert.match(await page.locator(".plot").getAttribute("aria-label"), /the step settled after 798 ms; the last request ended after 5\.\d+ s/);
});

test("an error stands with its stack, its hint and its cause", async (t) => {
  const cause = { name: "Error", message: "the reason", code: "E_CAUSE", stack: "Error: the reason\n    at b (order.mjs:2:2)", cause: null };
  const error = { name: "TypeError", message: "cannot read", code: "ERR_X", stack: "TypeError: cannot read\n    at run (order.mjs:9:1)",
    hint: "the call returns nothing", cause };
  const text = await textOf(await openLog(t, [runEnd({ status: "error", error, return_value: null, exports: {} })]));
  for (const part of ["TypeError: cannot read", "ERR_X", "at run (order.mjs:9:1)", "the call returns nothing", "Error: the reason", "at b (order.mjs:2:2)"]) {
    assert.ok(text.includes(part), part);
  }
  assert.equal(text.split("cannot read").length, 2, "the message is not said twice");
});

test("of several runs all are shown, and each can be chosen", async (t) => {
  const page = await openLog(t, [
    request(0), runEnd(),
    request(0, { run: "run-2", step: "mail.mjs" }), runEnd({ run: "run-2", step: "mail.mjs", started_at: at(60_000), status: "error", return_value: 17 }),
  ]);
  assert.deepEqual(await page.locator(".run-title a").allInnerTexts(), ["mail.mjs", "order.mjs"], "the latest first");
  await page.getByRole("navigation", { name: "Runs" }).getByRole("link", { name: "mail.mjs" }).click();
  await page.getByRole("heading", { name: "mail.mjs error" }).waitFor();
  assert.match(await textOf(page), /Return value\s+17/);
  assert.equal(new URL(page.url()).hash, "#run-2");
  assert.equal(await page.locator(".runs [aria-current=page] b").innerText(), "mail.mjs ".trim());
  await page.goBack();
  await page.getByRole("heading", { name: "All runs" }).waitFor();
});

test("a link to a request leads to it, also where there are thousands", async (t) => {
  const many = Array.from({ length: 3000 }, (_, seq) => request(seq));
  const page = await openLog(t, [...many, runEnd()], "#run-1/2500");
  const focused = page.locator(".card:focus");
  await focused.waitFor();
  assert.equal(await focused.locator("h3 a").innerText(), "https://hooks.example.com/orders/2500");
  await page.waitForFunction(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
});

test("a link to a run that is not there says so", async (t) => {
  const page = await openLog(t, [request(0), runEnd()], "#nobody/3");
  assert.match(await textOf(page), /This page has no run nobody/);
});

test("logs of before there were types and runs are shown", async (t) => {
  const { type, workflow, replay_of, ...old } = request(0);
  const page = await openLog(t, [old, { ...old, seq: 1, id: "run-1.1" }]);
  assert.equal((await urlsOf(page)).length, 2);
  assert.match(await textOf(page), /no line of this run's end/);
});

test("a socket, which is no request, has its bytes and its time", async (t) => {
  const socket = request(0, { kind: "socket", request: null, response: null, started_at: at(10), socket: { sent: 12, received: 2048, duration_ms: 250 } });
  const text = await textOf(await openLog(t, [socket, runEnd()]));
  for (const part of ["192.0.2.10:443", "12 B sent, 2.0 KiB received", "open for 250 ms"]) assert.ok(text.includes(part), part);
});

test("a request that was sent again, and the workflow of a run, are told", async (t) => {
  const text = await textOf(await openLog(t, [request(0, { replay_of: "run-0.7", workflow: "w-9" }), runEnd({ workflow: "w-9" })]));
  assert.match(text, /sent again, after run-0\.7/);
  assert.match(text, /workflow w-9/);
});

test("an empty log says that it is", async (t) => {
  assert.match(await textOf(await openLog(t, [])), /no request and no run/);
});

test("lines of any shape are shown as far as they go", async (t) => {
  const page = await openLog(t, [
    { type: "request", run: "run-1", request: { method: 5, url: null, headers: "none", body: [] }, response: 7, redirects: 3, timing: "long", warnings: [1] },
    { type: "request" }, { type: "run", run: 5, console: {}, exports: [1], error: { cause: 3 }, status: null }, { type: "later", anything: 1 },
    request(3), body("x").size, runEnd(),
  ]);
  await shownWhole(page);
  const damaged = await textOf(page, ".notices");
  assert.match(damaged, /1 damaged line/);
  assert.match(damaged, /run\.jsonl:6/);
});

test("a damaged line is shown with its log and number, and the rest as ever", async (t) => {
  const page = await openLog(t, [request(0), '{"type":"request","id":"cut of', "", "\0\0\0", Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), request(1), runEnd()]);
  const notices = await textOf(page, ".notices");
  assert.match(notices, /3 damaged lines/);
  for (const part of ["run.jsonl:2", '"cut of', "run.jsonl:4", "U+0000", "run.jsonl:5"]) assert.ok(notices.includes(part), part);
  assert.equal((await urlsOf(page)).length, 2);
});
