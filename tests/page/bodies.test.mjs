// Header fields and bodies, once unfolded.
import assert from "node:assert/strict";
import { test } from "node:test";

import { card, openLog, unfolded } from "./support/browser.mjs";
import { body, bytes, request, runEnd } from "./support/records.mjs";

const answered = (seq, type, kept) =>
  request(seq, { response: { status: 200, reason: "OK", http_version: "1.1", headers: [["Content-Type", type]], body: kept } });

// What stands below "Response" of a log with one.
async function responseOf(t, type, kept) {
  const page = await openLog(t, [answered(0, type, kept), runEnd()]);
  return unfolded(page, 0, "Response");
}

test("a side unfolds and folds, with all header fields", async (t) => {
  const page = await openLog(t, [request(0), runEnd()]);
  const side = await unfolded(page, 0, "Request");
  assert.match(await side.innerText(), /Accept\s+\*\/\*\s+Content-Type\s+application\/json/);
  await card(page, 0).locator("button.request").click();
  assert.equal(await side.count(), 0);
});

test("JSON is indented as it was written, and folds", async (t) => {
  const side = await responseOf(t, "application/problem+json", body('{"id":12345678901234567890,"id":1.50,"deep":{"list":[{"a":{"b":[]}}],"text":"\\u0041"}}'));
  const text = await side.innerText();
  for (const part of ['"id": 12345678901234567890', '"id": 1.50', '"\\u0041"', '"b": []']) assert.ok(text.includes(part), `${part}: ${text}`);
  await side.locator("summary", { hasText: '"deep"' }).click();
  assert.ok(!(await side.innerText()).includes('"list"'));
});

test("JSON that says it is something else is JSON, what says it is and is not is text", async (t) => {
  assert.equal(await (await responseOf(t, "text/plain", body(' [1,{"a":2}]'))).getByRole("button", { name: "JSON" }).count(), 1);
  const text = await responseOf(t, "application/json", body("{oops"));
  assert.equal(await text.getByRole("button", { name: "JSON" }).count(), 0);
  assert.match(await text.innerText(), /\{oops/);
});

test("a form has its fields, multipart its parts, each as what it is", async (t) => {
  const form = await responseOf(t, "application/x-www-form-urlencoded", body("a=1&b=two+words&c=%C3%A9"));
  assert.match(await form.innerText(), /a\s+1\s+b\s+two words\s+c\s+é/);
  const parts = ['--x"y\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue', '--x"y\r\nContent-Disposition: form-data; name="é"; filename="f.json"\r\nContent-Type: application/json\r\n\r\n{"deep":{"n":[1,{"m":2}]}}', '--x"y--\r\n'];
  const multipart = await responseOf(t, 'multipart/form-data; boundary=x"y', body(parts.join("\r\n")));
  const text = await multipart.innerText();
  for (const part of ['name="a"', "value", 'name="é"', '"deep": {']) assert.ok(text.includes(part), `${part}: ${text}`);
  assert.equal(await multipart.locator(".part").count(), 2);
});

test("multipart with bytes in it shows them", async (t) => {
  const whole = Buffer.concat([Buffer.from("--b\r\nContent-Type: application/octet-stream\r\n\r\n"), Buffer.from([0, 255, 1]), Buffer.from("\r\n--b--\r\n")]);
  assert.match(await (await responseOf(t, "multipart/mixed; boundary=b", bytes(whole))).innerText(), /00 ff 01/);
});

test("HTML and XML are text", async (t) => {
  const html = "<!doctype html>\n<p onclick='alert(1)'>hi</p><script>alert(2)</script>";
  assert.ok((await (await responseOf(t, "text/html", body(html))).innerText()).includes(html));
  assert.match(await (await responseOf(t, "application/xml", body("<a>\n  <b/>\n</a>"))).innerText(), /<a>\n {2}<b\/>\n<\/a>/);
});

const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR4nGP4z8DwnxTMMKph1NDQCQDeO/8BdU0n4wAAAABJRU5ErkJggg==", "base64");

test("pictures are drawn, and what only says that it is one is bytes", async (t) => {
  const picture = await responseOf(t, "image/png", bytes(png));
  await picture.locator("img").evaluate((image) => image.decode());
  assert.equal(await picture.locator("img").evaluate((image) => image.naturalWidth), 16);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><script>alert(1)</script><image href="http://127.0.0.1:9/x"/></svg>';
  const drawn = await responseOf(t, "image/svg+xml", body(svg));
  await drawn.locator("img").evaluate((image) => image.decode());
  const broken = await responseOf(t, "image/png", bytes(Buffer.from([1, 2, 3, 255])));
  await broken.getByText("01 02 03 ff").waitFor();
});

test("bytes are hex, and so can be any body", async (t) => {
  const side = await responseOf(t, "application/octet-stream", bytes(Buffer.from([0xff, 0, 65, 66])));
  assert.match(await side.innerText(), /00000000 {2}ff 00 41 42 +\.\.AB/);
  const text = await responseOf(t, "text/plain", body("A\nB"));
  await text.getByRole("button", { name: "Hex" }).click();
  assert.match(await text.innerText(), /41 0a 42 +A\.B/);
});

test("the raw view is the message as it was on the wire", async (t) => {
  const page = await openLog(t, [request(0), runEnd()]);
  const side = await unfolded(page, 0, "Request");
  await side.getByRole("button", { name: "Raw" }).click();
  assert.ok((await side.innerText()).includes(
    'POST https://hooks.example.com/orders/0\nAccept: */*\nContent-Type: application/json\n\n{"customer":"Leia","total":12.50}'));
});

test("what was cut off is told, and what is very long is shown whole on demand", async (t) => {
  const side = await responseOf(t, "text/plain", { size: 5_000_000, text: "x".repeat(300_000), truncated: true });
  assert.match(await side.innerText(), /Only the first part of 4\.8 MiB was kept/);
  const shown = () => side.locator("pre").evaluate((pre) => pre.textContent.length);
  assert.equal(await shown(), 100_000);
  await side.getByRole("button", { name: "Show all 300,000 characters" }).click();
  assert.equal(await shown(), 300_000);
});
