// What is copied does what the log says was done: each text is run, and what arrives is compared.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";

import { run, step } from "../e2e/support/sendoff.mjs";
import { startServer } from "../e2e/support/servers.mjs";
import { card, openLog } from "./support/browser.mjs";
import { body, bytes, request, runEnd } from "./support/records.mjs";

const awkward = `it's "quoted" \\ $HOME \`x\` é 𝄞\n@line & %41`;

const requestsTo = (url) => [
  { method: "POST", url: `${url}/json?a[b]=1&q={x}`, headers: [["Accept", "*/*"], ["Content-Type", "application/json"], ["User-Agent", "t"]], body: body(JSON.stringify({ awkward })) },
  { method: "PUT", url: `${url}/text/../up`, headers: [["Accept", "a/b"], ["Content-Type", "text/plain"], ["User-Agent", "t"], ["X-Quoted", "it's \"x\""], ["X-Twice", "1"], ["X-Twice", "2"]], body: body(awkward) },
  { method: "POST", url: `${url}/bytes`, headers: [["Accept", "*/*"], ["Content-Type", "application/octet-stream"], ["User-Agent", "t"]], body: bytes(Buffer.from([0, 255, 10, 39, 128])) },
  { method: "DELETE", url: `${url}/none`, headers: [["Accept", "*/*"], ["User-Agent", "t"]], body: null },
];

async function copied(page, seq, name) {
  await card(page, seq).getByRole("button", { name: "Copy" }).click();
  await page.getByRole("menuitem", { name: `Copy as ${name}`, exact: true }).click();
  await page.getByRole("status").filter({ hasText: `Copied as ${name}` }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

async function ended(child) {
  const [status] = await once(child, "close");
  assert.equal(status, 0);
}

const runners = {
  "curl": (text) => ended(spawn("sh", ["-c", text], { stdio: ["ignore", "ignore", "inherit"] })),
  "fetch": (text) => ended(spawn(process.execPath, ["--input-type=module", "-e", text], { stdio: ["ignore", "ignore", "inherit"] })),
  "$send.http": async (text, t) => {
    const { status, stderr } = await run(step(t, `export default () => { ${text} };`), "--allow-private", "--quiet");
    assert.equal(status, 0, stderr);
  },
};

// What of a request was in the log, and nothing that the sender adds.
function essential({ method, url, headers, body }) {
  const { host, connection, "content-length": length, "accept-encoding": coding, "accept-language": language, "sec-fetch-mode": mode, ...rest } = headers;
  return { method, url, headers: rest, body };
}

for (const [name, runText] of Object.entries(runners)) {
  test(`a copy as ${name} sends the same`, async (t) => {
    const bodies = [];
    const server = await startServer(t, { answer: (_, answer, received) => { bodies.push(received.body); answer.end(); } });
    const wanted = requestsTo(server.url);
    const page = await openLog(t, [...wanted.map((one, seq) => request(seq, { request: one })), runEnd()], "", { permissions: ["clipboard-read", "clipboard-write"] });
    for (const [seq, one] of wanted.entries()) {
      await runText(await copied(page, seq, name), t);
      const { method, url, headers, body: got } = essential(server.received.at(-1));
      assert.equal(method, one.method);
      // A URL of the log has been parsed already; fetch and $send.http parse it again.
      assert.equal(new URL(url, server.url).href, new URL(one.url).href);
      const expected = one.body ? Buffer.from(one.body.base64 ?? one.body.text, one.body.base64 ? "base64" : "utf8").toString() : "";
      assert.equal(got, expected);
      for (const [field, value] of one.headers) {
        assert.ok(headers[field.toLowerCase()].split(", ").includes(value) || headers[field.toLowerCase()] === value, `${field}: ${headers[field.toLowerCase()]}`);
      }
      assert.equal(Object.keys(headers).length, new Set(one.headers.map(([field]) => field.toLowerCase())).size, JSON.stringify(headers));
    }
  });
}

test("a copy as JSON is the line of the log", async (t) => {
  const line = request(0);
  const page = await openLog(t, [line, runEnd()], "", { permissions: ["clipboard-read", "clipboard-write"] });
  assert.deepEqual(JSON.parse(await copied(page, 0, "JSON")), line);
});
