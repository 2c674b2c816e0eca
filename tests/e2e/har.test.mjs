// What --har writes, judged by HAR's own schemas, by what Chromium's network panel asks of a file, and by eye.
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { certificates } from "./support/certificates.mjs";
import { folder, inProcesses, run, sendoff, startAfter, step } from "./support/sendoff.mjs";
import { closedPort, startServer } from "./support/servers.mjs";

const require = createRequire(join(process.env.SENDOFF_NPM_MODULES, "har"));
const Ajv = require("ajv");
const ajv = new Ajv({ allErrors: true });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-06.json"));
const schemas = require("har-schema");
for (const schema of Object.values(schemas)) ajv.addSchema(schema);
const isHar = ajv.getSchema(schemas.har.$id);

// As front_end/models/har/ of Chromium's tools reads a file, but for what it forgives: text that is a
// number, and dates without a time.
function importAsChromium({ log }) {
  const date = (text) => {
    const time = new Date(text).getTime();
    assert.ok(Number.isFinite(time) && /^\d{4}-\d\d-\d\dT/.test(text), `no date: ${text}`);
    return time;
  };
  const number = (value) => {
    assert.ok(typeof value === "number" && Number.isFinite(value), `no number: ${value}`);
    return value;
  };
  assert.deepEqual([log.version, log.creator.name], ["1.2", "sendoff"]);
  const pages = new Map(log.pages.map((page) => [page.id, page]));
  assert.equal(pages.size, log.pages.length, "ids are unique");
  for (const { startedDateTime, pageTimings } of log.pages) {
    date(startedDateTime);
    number(pageTimings.onContentLoad);
    number(pageTimings.onLoad);
  }
  let before = 0;
  for (const { pageref, startedDateTime, time, request, response, timings } of log.entries) {
    assert.ok(pages.has(pageref), pageref);
    assert.ok(date(startedDateTime) >= before, "in the order in which they began");
    before = date(startedDateTime);
    const phases = ["blocked", "dns", "connect", "send", "wait", "receive"].map((phase) => number(timings[phase]));
    for (const phase of [...phases, number(timings.ssl)]) assert.ok(phase === -1 || phase >= 0, phase);
    const sum = phases.filter((phase) => phase > 0).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(number(time) - sum) < 1e-6, `${time} is not ${sum}`);
    assert.ok(timings.ssl <= timings.connect, "TLS is a part of connect");
    number(request.headersSize);
    assert.equal(Buffer.byteLength(textOf(request.postData)), number(request.bodySize));
    const { size, text, comment } = response.content;
    if (text === undefined) assert.equal(number(size), 0);
    else if (comment === undefined) assert.equal(textOf(response.content).length, number(size));
    else assert.ok(textOf(response.content).length <= number(size));
    for (const value of [response.status, response.headersSize, response.bodySize]) number(value);
    for (const { name, value } of [...request.headers, ...response.headers]) {
      assert.deepEqual([typeof name, typeof value], ["string", "string"]);
    }
  }
}

const textOf = (holder) => Buffer.from(holder?.text ?? "", holder?.encoding === "base64" ? "base64" : "utf8");

// The HAR of a run of the step with these flags, which is a good one.
async function harOf(t, source, ...flags) {
  const path = join(folder(t), "run.har");
  const { status, requests, stderr } = await run(step(t, source), "--har", path, ...flags);
  const har = JSON.parse(readFileSync(path, "utf8"));
  assert.ok(isHar(har), JSON.stringify(isHar.errors, null, 1));
  importAsChromium(har);
  return { status, stderr, requests, har, pages: har.log.pages, entries: har.log.entries };
}

// An answer for each path.
function answer(request, response) {
  const { pathname } = new URL(request.url, "http://x");
  const answers = {
    "/json": () => response.setHeader("Content-Type", "application/json").end('{"a":"ü"}'),
    "/bytes": () => response.setHeader("Content-Type", "image/png").end(Buffer.from([0xff, 0, 1])),
    "/gzip": () => response.setHeader("Content-Encoding", "gzip").end(gzipSync("x".repeat(1000))),
    "/large": () => response.end("y".repeat(100_000)),
    "/moved": () => response.writeHead(302, { Location: "/again?b=2" }).end(),
    "/again": () => response.writeHead(301, { Location: "json" }).end(),
    "/empty": () => response.writeHead(204).end(),
    "/cut": () => {
      response.writeHead(200, { "Content-Length": "10" });
      response.write("abc", () => response.destroy());
    },
  };
  (answers[pathname] ?? (() => response.end("ok")))();
}

test("every kind of request and of response is good HAR", async (t) => {
  const { url } = await startServer(t, { answer });
  const { har, pages, entries, requests } = await harOf(t, `import axios from "axios";
    const get = (path) => $send.http({ method: "GET", url: "${url}" + path });
    export default async () => {
      await axios.get("${url}/json?q=a%20b&q&=c#f");
      for (const path of ["/json", "/bytes", "/gzip", "/large", "/empty"]) get(path);
      $send.http({ method: "POST", url: "${url}/", data: { name: "ü" } });
      $send.http({ method: "POST", url: "${url}/", data: new Uint8Array([255, 0]) });
      $send.http({ method: "POST", url: "${url}/", data: new URLSearchParams({ a: "b c" }) });
      $send.http({ method: "PUT", url: "${url}/", data: "", headers: { "X-Odd": "\\xe9" } });
      return { done: true };
    };`, "--allow-private");
  assert.equal(entries.length, 10);
  const of = (path, nth = 0) => entries.filter(({ request }) => request.url === url + path)[nth];
  assert.deepEqual(of("/json?q=a%20b&q&=c").request.queryString,
    [{ name: "q", value: "a%20b" }, { name: "q", value: "" }, { name: "", value: "c" }]);
  assert.deepEqual([of("/json").response.content.text, of("/json").response.content.size], ['{"a":"ü"}', 10]);
  assert.deepEqual([of("/bytes").response.content.text, of("/bytes").response.content.encoding], ["/wAB", "base64"]);
  assert.equal(of("/bytes").response.content.mimeType, "image/png");
  assert.deepEqual([of("/gzip").response.content.size, of("/gzip").response.bodySize], [1000, -1]);
  assert.match(of("/large").response.content.comment, /the first part of 100000 bytes/);
  assert.deepEqual([of("/empty").response.status, of("/empty").response.content.size], [204, 0]);
  const posts = entries.filter(({ request }) => request.method === "POST").map(({ request }) => request.postData);
  assert.deepEqual(posts.map(({ text, encoding }) => [text, encoding]).sort(),
    [['{"name":"ü"}', undefined], ["/wA=", "base64"], ["a=b+c", undefined]].sort());
  for (const { serverIPAddress, connection, request, response } of entries) {
    assert.equal(serverIPAddress, "127.0.0.1");
    assert.match(connection, /^\d+$/);
    assert.deepEqual([request.httpVersion, response.httpVersion], ["HTTP/1.1", "HTTP/1.1"]);
  }
  const [page] = pages;
  assert.deepEqual([pages.length, page.id, page.title], [1, requests[0].run, requests[0].step]);
  assert.deepEqual(page._sendoff.return_value, { done: true });
  assert.equal(page.pageTimings.onLoad, page._sendoff.duration_ms);
  assert.equal(har.log.entries[0]._sendoff.kind, "awaited");
});

test("a redirect is an entry of its own", async (t) => {
  const { url } = await startServer(t, { answer });
  const { entries } = await harOf(t,
    `export default () => $send.http({ method: "GET", url: "${url}/moved", headers: { "X-Mine": "1" } })`, "--allow-private");
  assert.deepEqual(entries.map(({ request, response }) => [request.url, response.status, response.redirectURL]),
    [[`${url}/moved`, 302, "/again?b=2"], [`${url}/again?b=2`, 301, "json"], [`${url}/json`, 200, ""]]);
  assert.ok(entries[0].request.headers.some(({ name }) => name === "X-Mine"));
  assert.deepEqual(entries.map(({ _sendoff }) => _sendoff.hop), [0, 1, undefined]);
});

test("what failed and what was not sent has status 0 and says why", async (t) => {
  const { url } = await startServer(t, { answer });
  const closed = `http://127.0.0.1:${await closedPort()}/`;
  const { entries, requests } = await harOf(t, `export default () => {
    $send.http({ method: "GET", url: "${url}/cut" });
    $send.http({ method: "POST", url: "${closed}", data: {} });
  }`, "--allow-private");
  const [cut, refused] = requests.map(({ request }) => entries.find((entry) => entry.request.url === request.url));
  for (const [{ response }, code] of [[cut, "truncated_response"], [refused, "connect_refused"]]) {
    assert.deepEqual([response.status, response.statusText], [0, ""]);
    assert.ok(response._error.startsWith(`${code}: `), response._error);
  }
  assert.equal(cut.response.content.text, "abc");
  assert.equal(cut._sendoff.response.status, 200);
  assert.deepEqual([refused.timings.send, refused.timings.wait, refused.timings.receive], [-1, -1, -1]);
  const { status, entries: [discarded], pages: [page] } = await harOf(t,
    `export default () => { $send.http({ method: "POST", url: "${url}" }); throw new Error("no"); }`, "--deliver", "fulfilled");
  assert.equal(status, 1);
  assert.match(discarded.response._error, /^not_settled: /);
  assert.equal(discarded._sendoff.started_at, null);
  assert.ok(discarded.startedDateTime >= page.startedDateTime);
  assert.deepEqual([page._sendoff.status, page._sendoff.error.message], ["error", "no"]);
});

test("a result that not every reader of JSON takes costs the HAR that result, and nothing else", async (t) => {
  for (const value of ["1e20", "JSON.parse('['.repeat(2000) + ']'.repeat(2000))"]) {
    const path = join(folder(t), "run.har");
    const ended = await run(step(t, `export default () => ${value}`), "--har", path);
    assert.equal(ended.status, 0, ended.stderr);
    const [{ _sendoff: told }] = JSON.parse(readFileSync(path, "utf8")).log.pages;
    assert.equal(told.return_value, null);
    assert.match(told.warnings.at(-1), /^the return value and the exports are not in the HAR: /);
  }
});

test("a run without requests has its page", async (t) => {
  const { pages, entries } = await harOf(t, "export default () => 1");
  assert.deepEqual([pages.length, pages[0]._sendoff.return_value, entries], [1, 1, []]);
});

test("TLS is within connect, as HAR has it", async (t) => {
  const { tls, caFile } = certificates(t);
  const { url } = await startServer(t, { tls });
  const { entries: [{ timings, _sendoff }] } = await harOf(t, `export default () => $send.http({ method: "GET", url: "${url}/" })`,
    "--allow-private", "--ca", caFile);
  assert.ok(timings.ssl > 0);
  assert.ok(Math.abs(timings.connect - _sendoff.timing.connect_ms - _sendoff.timing.tls_ms) < 1e-6);
});

test("the file is for its owner, is replaced as a whole, and a bad name is told before the run", async (t) => {
  const file = step(t, "export default () => { console.log('ran'); }");
  const home = folder(t);
  const path = join(home, "run.har");
  await run(file, "--har", path);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  writeFileSync(path, "x".repeat(100_000));
  await run(file, "--har", path);
  assert.equal(JSON.parse(readFileSync(path, "utf8")).log.version, "1.2");
  const refused = async (...args) => {
    const { status, stdout, stderr } = await sendoff(["run", file, ...args]);
    assert.deepEqual([status, stdout], [2, ""], stderr);
    return stderr;
  };
  assert.match(await refused("--har", join(home, "none", "run.har")),
    /^sendoff: --har: cannot write .*: there is no such folder; give a file in one that there is, such as --har run\.har\n$/);
  assert.match(await refused("--har", file), /^sendoff: --har: .*step\.mjs is a file that this run reads/);
  assert.match(await refused("--har", path, "--log", path), /^sendoff: --har: .*run\.har is a file that this run writes for another flag/);
  assert.match(await refused("--har", "-", "--json"), /^sendoff: --har: - is standard output, and so is the document of --json/);
  assert.match(await refused("--har", "-", "--log", "-"), /^sendoff: --har: - is standard output, and so is the file of --log/);
  const { stdout, stderr } = await sendoff(["run", file, "--har", "-"]);
  assert.equal(JSON.parse(stdout).log.version, "1.2");
  assert.match(stderr, /step\.mjs {2}ok in /);
});

// The memory that is shared with a worker counts as one.
const noFiles = { skip: inProcesses && "without files there are no processes for steps" };

test("a file that may not grow is an error, and the report stays", noFiles, async (t) => {
  const path = join(folder(t), "run.har");
  const file = step(t, `export default () => "x".repeat(100_000)`);
  const { status, stdout, stderr } = await startAfter("ulimit -f 8", ["run", file, "--json", "--har", path]).ended;
  assert.deepEqual([status, stderr], [2, `sendoff: --har: cannot write ${path}: File too large; the file is not complete\n`]);
  assert.equal(JSON.parse(stdout).step.status, "ok");
});
