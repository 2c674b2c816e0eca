// What `sendoff sink` says on the wire, byte by byte where that matters, and what --sink sends there.
import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { test } from "node:test";

import { run, sendoff, start, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

// A sink that runs: its port, and what it prints.
async function startSink(t, ...args) {
  const sink = start(["sink", "--port", "0", ...args]);
  t.after(() => (sink.child.kill(), sink.ended));
  let printed = "";
  sink.child.stdout.on("data", (text) => (printed += text));
  const [said] = await once(sink.child.stderr, "data");
  const prints = async (text) => {
    while (!printed.includes(text)) await once(sink.child.stdout, "data");
    return printed;
  };
  return { port: Number(said.match(/:(\d+);/)[1]), prints };
}

// Everything that comes back for `pieces`, each written when the one before has left, until the sink closes or
// `done(text)` is true.
function talk(port, pieces, done = () => false) {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = net.connect(port, "127.0.0.1", async () => {
      socket.setNoDelay(true);
      for (const piece of pieces) await new Promise((written) => socket.write(piece, written));
    });
    socket.setEncoding("latin1").on("data", (data) => {
      text += data;
      if (done(text)) socket.destroy();
    });
    socket.on("error", reject).on("close", () => resolve(text));
  });
}

const last = "Connection: close\r\n\r\n";

test("HEAD has the fields of the answer and nothing behind them", async (t) => {
  const { port } = await startSink(t, "--body", "noted");
  const text = await talk(port, ["HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", `GET / HTTP/1.1\r\nHost: a\r\n${last}`]);
  assert.match(text, /^HTTP\/1\.1 200 OK\r\n[^]*Content-Length: 5\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nnoted$/);
  assert.equal(text.split("noted").length, 2);
});

for (const [status, fields] of [[204, /^HTTP\/1\.1 204 [^]*\r\n\r\n$/], [304, /^HTTP\/1\.1 304 [^]*\r\n\r\n$/],
  [205, /^HTTP\/1\.1 205 [^]*Content-Length: 0\r\n[^]*\r\n\r\n$/]]) {
  test(`${status} has no body`, async (t) => {
    const { port } = await startSink(t, "--status", `${status}`, "--body", "noted");
    const text = await talk(port, [`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n${last}`]);
    assert.match(text, fields);
    assert.doesNotMatch(text, /noted/);
    if (status !== 205) assert.doesNotMatch(text, /Content-Length/);
  });
}

test("a request may come in pieces, and in chunks", async (t) => {
  const { port, prints } = await startSink(t);
  const request = `POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n${last}4\r\nHo` +
    "th\r\n1\r\n!\r\n0\r\n\r\n";
  assert.match(await talk(port, [...request]), /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(await prints("Hoth!"), /^POST \/chunks\nHost: a\n/);
});

test("requests that come before the answer of the first are answered one after another", async (t) => {
  const { port, prints } = await startSink(t, "--delay", "20");
  const three = [1, 2, 3].map((n) => `POST /${n} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n${n}`).join("");
  const text = await talk(port, [three], (got) => got.split("HTTP/1.1 200 OK").length === 4);
  assert.equal(text.split("HTTP/1.1 200 OK").length, 4);
  assert.deepEqual((await prints("/3")).match(/^POST \/\d/gm), ["POST /1", "POST /2", "POST /3"]);
});

test("an offer to upgrade is not taken, and the connection goes on", async (t) => {
  const { port } = await startSink(t);
  const offer = "GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
  const text = await talk(port, [offer, `GET /2 HTTP/1.1\r\nHost: a\r\n${last}`]);
  assert.equal(text.split("HTTP/1.1 200 OK").length, 3);
});

test("HTTP/1.0 is answered and closed, and what is no HTTP is closed", async (t) => {
  const { port } = await startSink(t, "--body", "noted");
  assert.match(await talk(port, ["GET / HTTP/1.0\r\n\r\n"]), /Connection: close\r\n\r\nnoted$/);
  assert.equal(await talk(port, ["\x16\x03\x01 no HTTP\r\n\r\n"]), "");
});

test("a body cannot look like another request, and a terminal obeys nothing of it", async (t) => {
  const { port, prints } = await startSink(t);
  const body = "a\n\nPOST /forged\n\x1b[2J\u202e\u200bend";
  const request = `POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${last}${body}`;
  await talk(port, [request]);
  const printed = await prints("end\n\n");
  assert.doesNotMatch(printed, /^POST \/forged/m);
  assert.match(printed, /\n\n\| a\n\| \n\| POST \/forged\n\| \\x1b\[2J\\u\{202e\}\\u\{200b\}end\n\n$/);
});

test("--sink gets everything, whatever its URL, and nothing real is asked or sent", async (t) => {
  const real = await startServer(t);
  const file = step(t, `import axios from "axios";
    import { axios as platform } from "@pipedream/platform";
    export default async ({ $ }) => {
      const awaited = [await axios.post("https://hooks.slack.invalid/services/T0", { a: 1 }),
        await axios.get("${real.url}/awaited"), await axios.get("https://[2001:db8::1]:8443/v6")];
      const answered = await platform($, { url: "https://api.example.invalid/v1", method: "PUT", data: { b: 2 } });
      $.send.http({ method: "POST", url: "https://production.example.com/hook?key=1", data: { c: 3 }, headers: { Authorization: "Bearer t" } });
      $.send.http({ method: "GET", url: "http://169.254.169.254/latest" });
      $.send.http({ method: "POST", url: "http://mail.example.invalid:25/" });
      $.send.http({ method: "POST", url: "${real.url}/deferred" });
      $.send.http({ method: "POST", url: process.env.SINK_URL + "/own" });
      return [awaited.map(({ status }) => status), answered, process.env.SINK_URL];
    };`);
  // A policy and a source address that would let nothing out, and that no request to the sink is under.
  const { status, stderr, step: result, requests } = await run(file, "--sink", "--deny-net", "local,public",
    "--source-address", "192.0.2.1");
  assert.equal(status, 0, result.error?.stack);
  assert.equal(stderr, "");
  const [statuses, , sinkUrl] = result.return_value;
  assert.deepEqual(statuses, [200, 200, 200]);
  assert.equal(real.connections(), 0);
  assert.deepEqual(requests.map(({ request }) => request.url), ["https://hooks.slack.invalid/services/T0", `${real.url}/awaited`,
    "https://[2001:db8::1]:8443/v6", "https://api.example.invalid/v1", "https://production.example.com/hook?key=1",
    "http://169.254.169.254/latest", "http://mail.example.invalid:25/", `${real.url}/deferred`, `${sinkUrl}/own`]);
  for (const { outcome, remote_address, request, warnings } of requests) {
    assert.equal(outcome, "delivered", request.url);
    assert.equal(`http://${remote_address}`, sinkUrl);
    const { origin } = new URL(request.url);
    const expected = origin === sinkUrl ? [] : [`--sink sent this to ${sinkUrl}, and nothing to ${origin}`];
    assert.deepEqual(warnings, expected);
  }
});

test("--sink prints what the real server would have got, and takes bodies and methods of all kinds", async (t) => {
  const file = step(t, `export default ({ $ }) => {
    $.send.http({ method: "PATCH", url: "https://a.example.com/x?y=z", data: "é".repeat(100_000), headers: { "X-A": "1" } });
    $.send.http({ method: "HEAD", url: "https://b.example.com/" });
  };`);
  const { status, stdout } = await sendoff(["run", file, "--sink", "--ordered"]);
  assert.equal(status, 0);
  assert.match(stdout, /^PATCH \/x\?y=z\nHost: a\.example\.com\n/m);
  assert.match(stdout, /^HEAD \/\nHost: b\.example\.com\n/m);
  assert.match(stdout, /PATCH https:\/\/a\.example\.com\/x\?y=z {2}200 OK .*\n {6}warning: --sink sent this to http:\/\/127\.0\.0\.1:\d+, and nothing to https:\/\/a\.example\.com\n/);
});
