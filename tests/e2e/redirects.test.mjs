// Redirects, followed and not, between real servers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { certificates } from "./support/certificates.mjs";
import { run, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

// A server that answers `/to?STATUS,URL` with that redirect, and anything else with its path.
const startRedirecting = (t, options) =>
  startServer(t, {
    ...options,
    answer(request, response) {
      const [, status, url] = request.url.match(/^\/to\?(\d+),(.*)$/) ?? [];
      if (status) return response.writeHead(Number(status), { Location: decodeURIComponent(url) }).end("elsewhere");
      response.end(request.url);
    },
  });

const to = (server, status, url) => `${server.url}/to?${status},${encodeURIComponent(url)}`;

const send = (t, options) => step(t, `export default () => $send.http(${JSON.stringify(options)})`);

test("a GET is followed, keeps its secrets within the origin and leaves them behind at its border", async (t) => {
  const first = await startRedirecting(t);
  const second = await startRedirecting(t);
  const headers = { Authorization: "Bearer s3cret", Cookie: "id=1", "X-Api-Key": "k", Accept: "text/plain" };
  const file = send(t, { method: "GET", url: to(first, 302, `/to?307,${encodeURIComponent(second.url + "/end")}`), headers });
  const { status, requests: [record] } = await run(file, "--allow-private");
  assert.equal(status, 0);
  assert.deepEqual([record.outcome, record.response.status, record.response.body.text], ["delivered", 200, "/end"]);
  assert.deepEqual(record.redirects.map(({ status, remote_address }) => [status, remote_address]),
    [[302, `127.0.0.1:${first.port}`], [307, `127.0.0.1:${first.port}`]]);
  assert.equal(record.remote_address, `127.0.0.1:${second.port}`);
  assert.equal(first.received[1].headers.authorization, "Bearer s3cret");
  assert.equal(first.connections(), 1);
  const { headers: seen } = second.received[0];
  assert.deepEqual([seen.authorization, seen.cookie, seen["x-api-key"]], [undefined, undefined, undefined]);
  assert.equal(seen.accept, "text/plain");
  assert.match(seen["user-agent"], /^sendoff\//);
});

test("a POST is not followed, and the log says where it was sent to", async (t) => {
  const server = await startRedirecting(t);
  const file = send(t, { method: "POST", url: to(server, 308, "/there"), data: { a: 1 } });
  const { requests: [record] } = await run(file, "--allow-private");
  assert.deepEqual([record.outcome, record.response.status, record.redirects], ["delivered", 308, []]);
  assert.match(record.warnings[0], /redirects to \/there and was not followed/);
  assert.equal(server.received.length, 1);
});

test("--redirects all sends a POST again or makes it a GET, as the status says", async (t) => {
  const server = await startRedirecting(t);
  for (const [status, method, body] of [[301, "GET", ""], [303, "GET", ""], [307, "POST", '{"a":1}'], [308, "POST", '{"a":1}']]) {
    server.received.length = 0;
    const file = send(t, { method: "POST", url: to(server, status, "/there"), data: { a: 1 } });
    const { requests: [record] } = await run(file, "--allow-private", "--redirects", "all");
    assert.equal(record.outcome, "delivered");
    assert.equal(record.safe_to_replay, false);
    const { method: seen, headers, body: arrived } = server.received[1];
    assert.deepEqual([seen, arrived, headers["content-type"]],
      [method, body, body && "application/json" || undefined]);
  }
});

test("--redirects none leaves a GET's redirect alone, and other words are refused", async (t) => {
  const server = await startRedirecting(t);
  const file = send(t, { method: "GET", url: to(server, 302, "/there") });
  const { requests: [record] } = await run(file, "--allow-private", "--redirects", "none");
  assert.deepEqual([record.outcome, record.response.status], ["delivered", 302]);
  await assert.rejects(run(file, "--redirects", "some"), /status 2.*safe, none or all/s);
});

test("https leads to https, and never to http", async (t) => {
  const { caFile, tls } = certificates(t);
  const plain = await startRedirecting(t);
  const secure = await startRedirecting(t, { tls });
  const up = send(t, { method: "GET", url: to(plain, 301, `${secure.url}/up`) });
  const { requests: [risen] } = await run(up, "--allow-private", "--ca", caFile);
  assert.equal(risen.response.body.text, "/up");
  const down = send(t, { method: "GET", url: to(secure, 301, `${plain.url}/down`) });
  const { requests: [stayed] } = await run(down, "--allow-private", "--ca", caFile);
  assert.deepEqual([stayed.outcome, stayed.response.status], ["delivered", 301]);
  assert.match(stayed.warnings[0], /from https to http/);
  assert.equal(plain.received.length, 1);
});

test("a loop ends after five redirects with the last response in the log", async (t) => {
  const server = await startServer(t, { answer: (_, response) => response.writeHead(302, { Location: "/" }).end() });
  const { requests: [record] } = await run(send(t, { method: "GET", url: server.url }), "--allow-private");
  assert.deepEqual([record.outcome, record.error.code, record.response.status, record.redirects.length],
    ["failed", "redirect", 302, 5]);
  assert.equal(server.received.length, 6);
});

test("a redirect leads to no address that the egress policy closes", async (t) => {
  const closed = await startServer(t);
  const server = await startRedirecting(t);
  const file = send(t, { method: "GET", url: to(server, 302, `http://localhost:${closed.port}/`) });
  const { requests: [record] } = await run(file, "--allow-net", `127.0.0.1:${server.port}`);
  assert.deepEqual([record.outcome, record.error.code, record.redirects.length], ["failed", "egress_denied", 1]);
  assert.equal(closed.connections(), 0);
});
