// Traces: what a collector gets of a run, and what receivers of its requests get.
import assert from "node:assert/strict";
import { test } from "node:test";

import { closedPort, startServer } from "./support/servers.mjs";
import { run, sendoff, start, step } from "./support/sendoff.mjs";

const parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

const valueOf = ({ stringValue, intValue, boolValue }) => stringValue ?? boolValue ?? Number(intValue);
const attributesOf = ({ attributes }) => Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));

// The spans of what a collector received once.
function spansIn({ method, url, headers, body }) {
  assert.deepEqual([method, url, headers["content-type"]], ["POST", "/v1/traces", "application/json"]);
  const { resourceSpans } = JSON.parse(body);
  assert.equal(resourceSpans.length, 1);
  assert.equal(attributesOf(resourceSpans[0].resource)["service.name"], "sendoff");
  const { scope, spans } = resourceSpans[0].scopeSpans[0];
  assert.equal(scope.name, "sendoff");
  for (const span of spans) {
    assert.match(span.traceId, /^[0-9a-f]{32}$/);
    assert.match(span.spanId, /^[0-9a-f]{16}$/);
    assert.match(span.startTimeUnixNano, /^\d{19}$/);
    assert.ok(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano));
  }
  return spans;
}

test("--otlp sends a span for the run and one for each request", async (t) => {
  const collector = await startServer(t);
  const receiver = await startServer(t, { answer: (request, response) => response.writeHead(request.method === "GET" ? 404 : 200).end("hi") });
  const file = step(
    t,
    `import axios from "axios";
    export default async () => {
      await axios.get("${receiver.url}/read").catch(() => {});
      $send.http({ method: "POST", url: "${receiver.url}/a?token=key-0123456789", data: "body" });
      $send.http({ method: "PUT", url: "http://127.0.0.1:${await closedPort()}/" });
    };`,
  );
  const { requests } = await run(file, "--allow-private", "--otlp", collector.url, "--redact", "token");
  assert.equal(collector.received.length, 1);
  const spans = spansIn(collector.received[0]);
  assert.equal(spans.length, 4);
  const [root, ...rest] = spans;
  assert.deepEqual([root.kind, root.parentSpanId, root.status], [1, undefined, undefined]);
  assert.equal(attributesOf(root)["sendoff.run"], requests[0].run);
  assert.equal(root.name, file);
  for (const [i, span] of rest.entries()) {
    assert.deepEqual([span.kind, span.parentSpanId, span.traceId], [3, root.spanId, root.traceId]);
    assert.equal(attributesOf(span)["sendoff.request"], requests[i].id);
    assert.equal(span.name, requests[i].request.method);
  }
  const [awaited, sent, refused] = rest.map(attributesOf);
  assert.equal(awaited["http.response.status_code"], 404);
  assert.equal(awaited["error.type"], "404");
  assert.equal(rest[0].status.code, 2);
  assert.equal(sent["url.full"], `${receiver.url}/a?token=[redacted]`);
  assert.deepEqual([sent["server.address"], sent["server.port"]], ["127.0.0.1", receiver.port]);
  assert.deepEqual([sent["network.peer.address"], sent["network.peer.port"]], ["127.0.0.1", receiver.port]);
  assert.deepEqual([sent["http.request.method"], sent["http.request.body.size"], sent["http.response.body.size"]], ["POST", 4, 2]);
  assert.equal(rest[1].status, undefined);
  assert.deepEqual([refused["error.type"], refused["sendoff.outcome"], rest[2].status.code], ["connect_refused", "failed", 2]);
  assert.doesNotMatch(collector.received[0].body, /key-0123456789/);
});

test("a step that fails is a span with its exception", async (t) => {
  const collector = await startServer(t);
  await sendoff(["run", step(t, 'export default () => { throw new TypeError("no"); };'), "--otlp", `${collector.url}/`]);
  const [root] = spansIn(collector.received[0]);
  assert.deepEqual(root.status, { code: 2, message: "no" });
  assert.equal(attributesOf(root)["error.type"], "ERR_STEP_THREW");
  const exception = attributesOf(root.events[0]);
  assert.deepEqual([root.events[0].name, exception["exception.type"], exception["exception.message"]], ["exception", "TypeError", "no"]);
  assert.match(exception["exception.stacktrace"], /TypeError: no\n {4}at .*step\.mjs:1/);
});

test("receivers get a traceparent only where that is asked for, of the request's own span", async (t) => {
  const collector = await startServer(t);
  const { url, received } = await startServer(t);
  const file = step(
    t,
    `import axios from "axios";
    export default async () => {
      await axios.get("${url}/awaited");
      $send.http({ method: "POST", url: "${url}/deferred" });
      $send.http({ method: "POST", url: "${url}/own", headers: { Traceparent: "mine" } });
    };`,
  );
  const args = ["run", file, "--allow-private", "--ordered", "-q"];
  await sendoff(args);
  assert.deepEqual(received.splice(0).map(({ headers }) => headers.traceparent), [undefined, undefined, "mine"]);
  const { ended } = start([...args, "--otlp", collector.url, "--traceparent"], { env: { TRACEPARENT: parent } });
  assert.equal((await ended).stderr, "");
  const [root, ...spans] = spansIn(collector.received[0]);
  assert.equal(root.traceId, parent.split("-")[1]);
  assert.equal(root.parentSpanId, parent.split("-")[2]);
  const expected = spans.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`);
  assert.deepEqual(received.map(({ headers }) => headers.traceparent), [...expected.slice(0, 2), "mine"]);
});

test("a collector that is not there, or says no, is a warning and nothing else", async (t) => {
  const no = await startServer(t, { answer: (_, response) => response.writeHead(401).end("who are you?") });
  const file = step(t, "export default () => 1;");
  const gone = await sendoff(["run", file, "-q", "--otlp", `http://127.0.0.1:${await closedPort()}`]);
  assert.equal(gone.status, 0);
  assert.match(gone.stderr, /^sendoff: warning: --otlp: the trace did not arrive at http:\S+\/v1\/traces: .*refused/);
  const refused = await sendoff(["run", file, "-q", "--otlp", `${no.url}/x`]);
  assert.equal(refused.status, 0);
  assert.match(refused.stderr, /did not arrive at \S+\/x: 401 Unauthorized: who are you\?/);
});

test("what is no URL, or no traceparent, is said", async (t) => {
  const file = step(t, "export default () => 1;");
  const { status, stderr, stdout } = await sendoff(["run", file, "--otlp", "localhost"]);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /--otlp: .*such as --otlp http:\/\/localhost:4318/);
  const secret = await sendoff(["run", file, "--otlp", "http://me:pass-0123@127.0.0.1:1"]);
  assert.equal(secret.status, 2);
  assert.match(secret.stderr, /--otlp: a name and a password in the URL are not sent/);
  assert.doesNotMatch(secret.stderr, /pass-0123/);
  const { ended } = start(["run", file, "-q", "--traceparent"], { env: { TRACEPARENT: "x" } });
  assert.match((await ended).stderr, /\$TRACEPARENT is no traceparent/);
});
