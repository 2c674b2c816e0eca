// What `sendoff sink` says on the wire, byte by byte where that matters.
import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { test } from "node:test";

import { start } from "./support/sendoff.mjs";

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
