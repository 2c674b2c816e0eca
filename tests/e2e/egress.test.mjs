// Where requests may go, on the machine's real addresses and through the whole program.
import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { test } from "node:test";

import { run, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

const spellings = (port) => [
  "127.0.0.1", "127.1", "0x7f.1", "2130706433", "017700000001", "0177.0.0.1", "0", "127.255.255.254",
  "%31%32%37.0.0.1", "１２７.０.０.１", "127。0。0。1", "①②⑦.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]", "[64:ff9b::127.0.0.1]", "localhost", "LOCALHOST.", "localhost.", "foo.localhost",
  "a.b.LocalHost", "ｌｏｃａｌｈｏｓｔ", "localh%6Fst", "localhost。",
].map((host) => `http://${host}:${port}/`);

test("no spelling of loopback gets past the policy", async (t) => {
  const server = await startServer(t);
  const urls = spellings(server.port);
  const file = step(t, `export default () => {
    for (const url of ${JSON.stringify(urls)}) $send.http({ method: "POST", url });
  }`);
  const { requests } = await run(file);
  assert.equal(requests.length, urls.length);
  requests.forEach(({ error, wire }, i) => assert.deepEqual([error?.code, wire], ["egress_denied", "none"], urls[i]));
  for (const { error } of requests) assert.match(error.message, /\(rule [a-z-]+\); --allow-private or --allow-net /);
  assert.equal(server.connections(), 0);
});

test("this machine's own addresses are its own, whatever range they are from", async (t) => {
  const own = Object.values(networkInterfaces()).flat()
    .filter(({ address, internal }) => !internal && !address.startsWith("fe80:") && !address.startsWith("169.254."));
  if (own.length === 0) return t.skip("this machine has no address but loopback");
  const host = own[0].family === "IPv6" ? `[${own[0].address}]` : own[0].address;
  const file = step(t, `export default () => $send.http({ method: "POST", url: "http://${host}:9/" })`);
  const url = step(t, `export default () => $send.http({ method: "POST", url: "http://${host}:8099/" })`);
  const { requests: [record] } = await run(url, "--allow-net", "private,public");
  assert.equal(record.error.code, "egress_denied");
  assert.match(record.error.message, /an address of this machine \(rule own-interface\)/);
  const { requests: [port] } = await run(file, "--allow-private");
  assert.match(port.error.message, /\(rule port\)/);
});

test("--egress report sends all the same and says in the log what would be refused", async (t) => {
  const server = await startServer(t);
  const file = step(t, `export default () => {
    for (let i = 0; i < 2; ++i) $send.http({ method: "POST", url: "${server.url}" });
  }`);
  const { requests } = await run(file, "--egress", "report", "--ordered");
  assert.equal(server.received.length, 2);
  assert.deepEqual(requests.map(({ reused_connection }) => reused_connection), [false, true]);
  for (const { outcome, warnings } of requests) {
    assert.equal(outcome, "delivered");
    assert.match(warnings.join(), /the egress policy, if enforced, would refuse this: 127\.0\.0\.1 is a loopback/);
  }
});
