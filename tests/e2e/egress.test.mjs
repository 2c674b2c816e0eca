// Where requests may go, on the machine's real addresses and through the whole program.
import assert from "node:assert/strict";
import { test } from "node:test";

import { inNetwork, run, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

const spellings = (port) => [
  "127.0.0.1", "127.1", "0x7f.1", "2130706433", "017700000001", "0177.0.0.1", "0", "127.255.255.254",
  "%31%32%37.0.0.1", "１２７.０.０.１", "127。0。0。1", "①②⑦.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]", "[64:ff9b::127.0.0.1]", "localhost", "LOCALHOST.", "localhost.", "foo.localhost",
  "a.b.LocalHost", "ｌｏｃａｌｈｏｓｔ", "localh%6Fst", "localhost。",
].map((host) => `http://${host}:${port}/`);

// `sendoff run --json` in a network of its own with `address`; null where there are no such networks.
async function runOnAMachineWith(address, args) {
  const { status, stdout } = await inNetwork(address, ["run", "--json", ...args]);
  return status === 77 ? null : JSON.parse(stdout);
}

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

test("this machine's own public address is closed like its loopback", async (t) => {
  const file = step(t, `export default () => $send.http({ method: "POST", url: "http://93.184.216.34:8099/" })`);
  const closed = await runOnAMachineWith("93.184.216.34/32", [file]);
  if (!closed) return t.skip("no network namespaces here");
  assert.equal(closed.requests[0].error.code, "egress_denied");
  assert.equal(closed.requests[0].error.message, "93.184.216.34 is an address of this machine (rule own-interface); " +
    "--allow-private or --allow-net 93.184.216.34:8099 opens it");
  const open = await runOnAMachineWith("93.184.216.34/32", [file, "--allow-net", "local"]);
  assert.equal(open.requests[0].error.code, "connect_refused");
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
