// What comes back, as the log shows it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";

import { run, step } from "./support/sendoff.mjs";
import { startRawServer, startServer } from "./support/servers.mjs";

const text = "Help me, Obi-Wan Kenobi. You're my only hope.";

test("bodies in gzip, deflate and br are asked for and shown decoded", async (t) => {
  const coded = { gzip: gzipSync(text), deflate: deflateSync(text), raw: deflateRawSync(text), br: brotliCompressSync(text) };
  const server = await startServer(t, {
    answer(request, response) {
      const kind = request.url.slice(1);
      response.setHeader("Content-Encoding", kind === "raw" ? "deflate" : kind);
      response.end(coded[kind]);
    },
  });
  const source = `export default () => {
    for (const kind of ["gzip", "deflate", "raw", "br"]) $send.http({ method: "POST", url: "${server.url}/" + kind });
  }`;
  const { requests } = await run(step(t, source), "--allow-private", "--ordered");
  assert.deepEqual(requests.map(({ response }) => response.body), Array(4).fill({ size: text.length, text, truncated: false }));
  assert.deepEqual(server.received.map(({ headers }) => headers["accept-encoding"]), Array(4).fill("gzip, deflate, br"));
});

test("a bomb is recorded as it came, with a warning, and counts as delivered", async (t) => {
  const bomb = gzipSync(Buffer.alloc(50 << 20));
  const server = await startServer(t, {
    answer(request, response) {
      response.setHeader("Content-Encoding", "gzip");
      response.end(bomb);
    },
  });
  const source = `export default () => $send.http({ method: "POST", url: "${server.url}" })`;
  const { requests: [record] } = await run(step(t, source), "--allow-private");
  assert.equal(record.outcome, "delivered");
  assert.equal(record.response.body.size, bomb.length);
  assert.deepEqual(Buffer.from(record.response.body.base64, "base64"), bomb.subarray(0, 64 << 10));
  assert.match(record.warnings[0], /grows to more than 100 times/);
});

test("a step that waits gets the decoded body, whatever its ratio, as far as it goes, and an error where it is not valid", async (t) => {
  const bodies = { whole: gzipSync(text), zeros: gzipSync("0".repeat(1 << 20)), short: gzipSync(text).subarray(0, -8), wrong: Buffer.from(text) };
  const server = await startServer(t, {
    answer(request, response) {
      response.setHeader("Content-Encoding", "gzip");
      response.end(bodies[request.url.slice(1)]);
    },
  });
  const source = `import axios from "axios";
  const get = (kind) => axios.get("${server.url}/" + kind, { responseType: "text" }).then(({ data }) => data, ({ message }) => message);
  export default async () => [await get("whole"), (await get("zeros")).length, await get("short"), await get("wrong")];`;
  const { step: result } = await run(step(t, source), "--allow-private");
  const [whole, zeros, short, wrong] = result.return_value;
  assert.deepEqual([whole, zeros, short], [text, 1 << 20, text]);
  assert.match(wrong, /is not valid gzip/);
});

test("an answer that came before the request was all sent is read, though the connection was reset", async (t) => {
  // Closed with unread data, a socket resets.
  const server = await startRawServer(t, (socket) => {
    socket.once("data", () => {
      socket.pause();
      socket.write("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno!", () => socket.resetAndDestroy());
    });
  });
  const source = `export default () => $send.http({ method: "POST", url: "${server.url}", data: "x".repeat(9 << 20) })`;
  const file = step(t, source);
  for (let round = 0; round < 10; ++round) {
    const { requests: [record] } = await run(file, "--allow-private");
    assert.deepEqual([record.outcome, record.response?.status, record.response?.body.text, record.wire, record.safe_to_replay],
      ["delivered", 413, "no!", "partial", false]);
  }
});
