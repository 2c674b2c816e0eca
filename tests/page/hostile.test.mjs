// A log of those who wish its reader ill. openFile looks at the console, dialogs and the network each time.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { startServer } from "../e2e/support/servers.mjs";
import { makePage, openFile, openLog, shownWhole, textOf, unfolded, urlsOf } from "./support/browser.mjs";
import { body, failed, request, response, runEnd } from "./support/records.mjs";

const script = "</script><script>globalThis.hacked = 1; alert(1)</script><img src=x onerror='globalThis.hacked = 1'>";
const css = "</style><style>* { display: none !important }</style>";
const closing = "-->]]></textarea></title><!-- @log@ ${alert(1)} {{7*7}}";
const evil = script + css + closing;

const everywhere = [
  request(0, {
    run: evil, id: evil, step: evil, call_site: `${evil}:1:2`, warnings: [evil], workflow: evil, replay_of: evil, remote_address: evil,
    request: { method: evil, url: `javascript:${evil}`, headers: [[evil, evil]], body: body(evil) },
    response: response(200, evil, [["Content-Type", "text/html"], [evil, evil]]),
    redirects: [{ status: 301, location: `javascript:alert(1)${evil}`, remote_address: evil }],
  }),
  failed(1, evil, evil, evil, { run: evil, kind: evil, outcome: evil, wire: evil }),
  runEnd({ run: evil, step: evil, status: evil, return_value: { [evil]: evil }, exports: { __proto__: evil, [evil]: evil },
    error: { name: evil, message: evil, code: evil, stack: evil, hint: evil, cause: null },
    console: [{ level: evil, text: evil, time: evil }], warnings: [evil] }),
  evil,
  JSON.stringify({ type: "log", name: evil }), JSON.stringify({ type: "left_out", requests: 5, advice: evil }), JSON.stringify({ type: "damaged", line: 1, text: evil }),
];

test("markup in every field is text", async (t) => {
  const page = await openLog(t, everywhere);
  for (const button of await page.locator(".card button.side").all()) await button.click();
  assert.ok((await textOf(page)).includes(evil));
  assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
  assert.deepEqual(await page.locator("script, style, iframe, object, embed, img, link[rel=stylesheet]").evaluateAll((all) => all.map((one) => one.localName)), ["style", "script", "script"]);
  for (const link of await page.locator("a").all()) assert.match(await link.getAttribute("href"), /^#/);
  assert.equal(await page.locator(".card").first().isVisible(), true);
});

test("a log cannot pretend to be what the page itself says", async (t) => {
  const page = await openLog(t, everywhere);
  assert.ok(!(await textOf(page)).includes("5 older requests"));
  assert.match(await textOf(page, ".notices"), /1 damaged line/);
});

test("the page's own policy stops what would get in all the same", async (t) => {
  const server = await startServer(t);
  const file = await makePage(t, [request(0), runEnd()]);
  const html = readFileSync(file, "utf8");
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)[1];
  for (const part of ["default-src 'none'", "script-src 'sha256-", "style-src 'sha256-", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'"]) {
    assert.ok(policy.includes(part), policy);
  }
  assert.ok(!/unsafe|https?:|\*/.test(policy), policy);
  assert.ok(!/\ssrc=|@import|url\(/.test(html.replace(/<script type="module">[^]*<\/script>/, "")), "nothing is fetched");

  const page = await openFile(t, file, "", { expected: /has been blocked\.$|violates the document's Content Security Policy\.$/ });
  const stopped = await page.evaluate(async (url) => {
    const violations = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const add = (tag, fields) => document.body.append(Object.assign(document.createElement(tag), fields));
    add("img", { src: `${url}/picture` });
    add("style", { textContent: "* { display: none }" });
    // As the page itself would: what a debugger asks for is let through.
    await new Promise((resolve) => setTimeout(resolve));
    const tries = [() => { document.body.innerHTML = "<b>x</b>"; }, () => add("script", { textContent: "globalThis.hacked = 1" }), () => eval("globalThis.hacked = 1")];
    const thrown = tries.map((attempt) => { try { attempt(); return "nothing"; } catch (error) { return error.name; } });
    const fetched = await fetch(url).then(() => "an answer", (error) => error.name);
    return { violations: new Set(violations).size, thrown, fetched, hacked: globalThis.hacked };
  }, server.url);
  assert.equal(stopped.hacked, undefined);
  assert.equal(stopped.fetched, "TypeError");
  assert.ok(stopped.thrown.every((name) => name !== "nothing"), stopped.thrown.join());
  assert.equal(server.received.length, 0);
});

test("characters that hide or turn round what stands beside them are shown by number", async (t) => {
  const sly = "https://example.com/\u202egpj.exe\u200b\u2066\u{e0041}/\u0007\u00ad\ufeff";
  const page = await openLog(t, [request(0, {
    request: { method: "GET", url: sly, headers: [["X-\u200bName", "a\u2028b\rc"]], body: null },
    response: response(200, "left \u202eright\u200d and 👩‍👧, Persian می‌خواهم"),
    redirects: [{ status: 302, location: "\u2067x", remote_address: "" }],
  }), runEnd({ console: [{ level: "log", text: "\u001b[31mred\u001b[0m \u061cx", time: null }], return_value: "\u202e" })]);
  assert.equal((await urlsOf(page))[0], "https://example.com/U+202Egpj.exeU+200BU+2066U+E0041/U+0007U+00ADU+FEFF");
  await unfolded(page, 0, "Request");
  const side = await unfolded(page, 0, "Response");
  assert.match(await side.innerText(), /left U\+202ErightU\+200D and 👩‍👧/);
  const text = await textOf(page);
  for (const part of ["X-U+200BName", "aU+2028bU+000Dc", "302 to U+2067x", "U+001B[31mred", "U+061Cx", '"U+202E"']) assert.ok(text.includes(part), `${part}: ${text}`);
});

test("giant values leave the page as it is", async (t) => {
  const giant = "x".repeat(3_000_000);
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  const page = await openLog(t, [
    request(0, { request: { method: "GET", url: `https://example.com/${giant}`, headers: [["X-Giant", giant]], body: body(deep) }, response: response(200, giant, [["Content-Type", "application/json"]]) }),
    failed(1, "bad_response", "read", giant),
    runEnd({ return_value: { giant, list: Array.from({ length: 100_000 }, (_, i) => i) }, console: [{ level: "log", text: giant, time: null }] }),
  ]);
  await unfolded(page, 0, "Request");
  await unfolded(page, 0, "Response");
  await shownWhole(page);
  assert.ok((await textOf(page)).length < 1_000_000);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${wide} pixels stand over`);
});
