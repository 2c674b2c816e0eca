// What a run was given in confidence, in none of the places that people and files get to see, whatever the step,
// the receiver and sendoff itself say.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { linesIn, readLines, requestsOf } from "./support/log.mjs";
import { folder, run, sendoff, step } from "./support/sendoff.mjs";
import { closedPort, startServer } from "./support/servers.mjs";

// Of each way to give one; some have characters that encoders change.
const secrets = {
  env: 'env-4a7f"q&/?=z',
  file: "file%2Btoken é\\x 9Qk2",
  account: "xoxb-accountToken7781",
  nested: "nested+account/token==",
  prop: "prop secret: 77Kd'92",
  list: "list-secret-1Zx8",
  auth: "auth-in-props-K2j5",
  password: "basic:pass:wörd-31",
};
const named = { query: "named-query-8812", header: "named-header-1290", json: "named-json-5511", form: "named-form-7733",
  part: "named-part-6644" };

// A value that is hidden by its name is not known where that is not: in base64 and what else is made of a whole body.
const formsOfNamed = (value) => [value];

// All the forms in which a reader could take one from a text.
function formsOf(secret) {
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret), encodeURI(secret),
    new URLSearchParams({ a: secret }).toString().slice(2)];
  for (const text of [secret, json]) {
    for (let before = 0; before < 3; ++before) {
      const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
      for (const alphabet of ["base64", "base64url"]) {
        forms.push(bytes.toString(alphabet).slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)));
      }
    }
  }
  return forms;
}

function assertHidden(text, what) {
  const forms = [...Object.values(secrets).flatMap(formsOf), ...Object.values(named).flatMap(formsOfNamed)];
  for (const form of forms) {
    const at = text.indexOf(form);
    assert.ok(at < 0, `${what} shows ${form}: ${text.slice(Math.max(at - 100, 0), at + 100)}`);
  }
}

// Says what it got in as many ways as it can, and some more when the path asks for them.
function echo(request, response, { url, rawHeaders, body }) {
  const bytes = Buffer.from(body);
  const path = url.split("?")[0];
  if (path === "/redirect") {
    response.writeHead(302, { Location: `/target${url.slice(path.length)}` });
    return response.end();
  }
  if (path === "/reason") {
    response.writeHead(400, encodeURIComponent(secrets.account), { "X-Echo": secrets.account, "Set-Cookie": `a=${secrets.account}` });
    return response.end(secrets.account);
  }
  if (path === "/chunks") {
    for (const character of secrets.account) response.write(character);
    return response.end();
  }
  if (path === "/border") return response.end("x".repeat((64 << 10) - 12) + secrets.account + "y".repeat(1000));
  if (path === "/gzip") {
    response.writeHead(200, { "Content-Encoding": "gzip" });
    return response.end(gzipSync(secrets.account));
  }
  if (path === "/binary") return response.end(Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(secrets.account), Buffer.from([255])]));
  if (path === "/broken") {
    response.writeHead(200, { "Content-Length": "1000" });
    response.write(secrets.account);
    return setImmediate(() => response.destroy());
  }
  if (path.startsWith("/named")) return response.end(JSON.stringify({ url, rawHeaders, headers: request.headers, body }));
  const all = { url, rawHeaders, body, decoded: decodeURIComponent(url), form: encodeURIComponent(body),
    base64: [bytes, Buffer.concat([Buffer.from("x"), bytes]), Buffer.concat([Buffer.from("xy"), bytes])].map((b) => b.toString("base64")),
    urlSafe: bytes.toString("base64url"), twice: JSON.stringify({ body }) };
  response.end(JSON.stringify(all));
}

const source = (url, closed) => `import axios from "axios";
export default {
  props: {
    app: { type: "app", app: "app" }, other: { type: "app", app: "other" },
    secret: { type: "string", secret: true }, list: { type: "string[]", secret: true },
  },
  async run({ $ }) {
    const { ENV, FILE } = process.env;
    const all = { env: ENV, file: FILE, account: this.app.$auth.token, nested: this.app.$auth.deep.token, prop: this.secret,
      list: this.list[0], auth: this.other.$auth.key, password: ${JSON.stringify(secrets.password)} };
    const named = ${JSON.stringify(named)};
    const seen = JSON.stringify(all) === JSON.stringify(${JSON.stringify(secrets)});
    const header = (text) => encodeURIComponent(text);
    const query = "?" + Object.values(all).map((s, i) => "s" + i + "=" + encodeURIComponent(s)).join("&");
    const form = new FormData();
    Object.entries(all).forEach(([name, s]) => form.append(name, s));
    form.append("bytes", new Blob([all.account]), all.account);
    const parts = new FormData();
    parts.append("a", "1");
    parts.append("part-name", named.part);
    parts.append("part-name", new Blob([named.part]), "file");
    const headers = Object.fromEntries(Object.values(all).map((s, i) => ["X-S" + i, header(s)]));
    Object.assign(headers, { "X-Raw": all.account, "X-Latin": all.password,
      "X-Basic": btoa("user:" + all.nested), Authorization: "Bearer " + all.account, [all.account]: "x" });
    const data = { ...all, text: JSON.stringify(all), b: btoa("x" + all.list) };
    for (const send of [$.send.http, (o) => axios({ ...o, validateStatus: null }).catch((error) => console.error(error))]) {
      await send({ method: "POST", url: "${url}/json" + query, headers, data });
      await send({ method: "POST", url: "${url}/form", data: new URLSearchParams(all) });
      await send({ method: "POST", url: "${url}/part/" + encodeURIComponent(all.env), data: form });
      await send({ method: "POST", url: "${url}/bytes", data: new TextEncoder().encode(Object.values(all).join("\\0") + "\\xff") });
      await send({ method: "GET", url: "${url}/auth", auth: { username: all.list, password: all.password }, params: all });
      await send({ method: "POST", url: "${url}/named?q-name=" + named.query, params: { a: { "Q-NAME": named.query } }, headers: { "X-NAME": named.header },
        data: { "json-NAME": { deep: [named.json] }, text: JSON.stringify({ "json-name": named.json }) } });
      await send({ method: "POST", url: "${url}/named", data: new URLSearchParams({ a: 1, "form-name": named.form }) });
      await send({ method: "POST", url: "${url}/named", data: parts });
      for (const path of ["redirect", "reason", "chunks", "border", "gzip", "binary", "broken"]) {
        await send({ method: "GET", url: "${url}/" + path + "?s=" + encodeURIComponent(all.account) });
      }
      await send({ method: "POST", url: "${url}/redirect?s=" + encodeURIComponent(all.env) });
      await send({ method: "GET", url: "http://127.0.0.1:${closed}/" + all.auth });
      await send({ method: "GET", url: "http://" + all.account + ".invalid/" + all.account });
      await send({ method: "GET", url: "http://user:" + encodeURIComponent(all.password) + "@192.0.2.1/" });
    }
    try {
      $.send.http({ method: "GET", url: all.account + "-and-more-than-is-shown-of-a-value-in-a-message-of-this-kind".repeat(3) });
    } catch (error) {
      console.log(error);
    }
    console.log(all, JSON.stringify(JSON.stringify(all)));
    console.log({ "x-name": named.header, "json-name": { a: named.json } });
    console.table([all]);
    console.log("x".repeat(2000) + all.account);
    $.export("exported", { ...all, "json-name": named.json });
    $.respond({ status: 200, body: all });
    $.flow.exit(all.prop);
    if (this.fails) throw new Error("failed with " + Object.values(all), { cause: new TypeError(JSON.stringify(all)) });
    return { seen, ...all, text: JSON.stringify(all) };
  },
};`;

function setUp(t, server, closed) {
  const home = folder(t);
  const write = (name, text) => (writeFileSync(join(home, name), text), join(home, name));
  const file = write("step.mjs", source(server.url, closed));
  const env = write("all.env", `ENV='${secrets.env}'\nFILE='${secrets.file}'\nPASSWORD='${secrets.password}'\n`);
  const accounts = ["--env", `SENDOFF_AUTH_APP=${JSON.stringify({ token: secrets.account, deep: { token: secrets.nested }, id: 12345678 })}`];
  const props = (fails) => ["--props", JSON.stringify({ secret: secrets.prop, list: [secrets.list], other: { $auth: { key: secrets.auth } }, fails })];
  const names = ["--redact", "q-NAME,x-name", "--redact", "json-name,form-name,part-name"];
  const args = ["--env", env, ...accounts, "--allow-private", "--secret", "ENV,FILE", "--secret", "PASSWORD", ...names, "--timeout", "60s"];
  return { home, file, args: (fails) => [...args, ...props(fails)] };
}

for (const fails of [false, true]) {
  test(`secrets stand in no sink, of a step that ${fails ? "fails" : "does not"}`, async (t) => {
    const server = await startServer(t, { answer: echo });
    const { home, file, args } = setUp(t, server, await closedPort());
    const log = join(home, "run.jsonl");
    for (const flags of [["--json"], ["-v"], [], ["-q"]]) {
      const { status, stdout, stderr } = await sendoff(["run", file, ...args(fails), "--log", log, ...flags]);
      assert.equal(status, fails ? 1 : 0, stderr + stdout.slice(0, 2000));
      assertHidden(stdout, `standard output with ${flags}`);
      assertHidden(stderr, `standard error with ${flags}`);
    }
    const lines = readFileSync(log, "utf8");
    assertHidden(lines, "the log");
    // Bodies that are no text stand there in base64.
    for (const record of readLines(linesIn(lines))) {
      for (const body of [record.request?.body, record.response?.body]) {
        if (body?.base64) assertHidden(Buffer.from(body.base64, "base64").toString("latin1"), "a body in base64");
      }
      if (record.request?.url?.includes("/border")) assert.match(record.response.body.text, /x\[redacted\]$/);
    }
    // The receiver got all of it.
    const wire = server.received.map(({ url, rawHeaders, body }) => url + rawHeaders.join() + body).join();
    for (const secret of Object.values({ ...secrets, ...named })) {
      assert.ok(formsOf(secret).some((form) => wire.includes(form)), secret);
    }
  });
}

test("the step sees all of it, and its result stays JSON", async (t) => {
  const server = await startServer(t, { answer: echo });
  const { file, args } = setUp(t, server, await closedPort());
  const { step: result, requests } = await run(file, ...args(false));
  assert.equal(result.error, null);
  assert.equal(result.return_value.seen, true);
  assert.deepEqual(result.return_value.prop, "[redacted]");
  assert.equal(result.exports.exported["json-name"], "[redacted]");
  assert.ok(requests.length >= 30, `${requests.length}`);
  for (const { request, response } of requests.filter(({ request }) => request.url.includes("/json"))) {
    const sent = JSON.parse(request.body.text);
    assert.equal(sent.env, "[redacted]");
    assert.match(request.url, /s0=\[redacted\]&s1=\[redacted\]&/);
    assert.equal(JSON.parse(response.body.text).base64.length, 3);
  }
  const [{ request, response }] = requests.filter(({ request }) => request.url.includes("/named?"));
  assert.match(request.url, /\/named\?q-name=\[redacted\]&a%5BQ-NAME%5D=\[redacted\]$/);
  assert.equal(Object.fromEntries(request.headers)["X-NAME"], "[redacted]");
  assert.deepEqual(JSON.parse(request.body.text), { "json-NAME": "[redacted]", "text": '{"json-name":"[redacted]"}' });
  const echoed = JSON.parse(response.body.text);
  assert.equal(echoed.rawHeaders[echoed.rawHeaders.indexOf("X-NAME") + 1], "[redacted]");
  assert.equal(echoed.body, request.body.text);
});

test("--show-secrets shows them all", async (t) => {
  const server = await startServer(t, { answer: echo });
  const { home, file, args } = setUp(t, server, await closedPort());
  const log = join(home, "run.jsonl");
  const { stdout } = await sendoff(["run", file, ...args(false), "--log", log, "--json", "--show-secrets"]);
  // What sendoff's own objects hide when they are printed is theirs.
  const { step: result, requests } = JSON.parse(stdout);
  for (const text of [[requests, result.return_value, result.exports], requestsOf(log)].map((value) => JSON.stringify(value))) {
    assert.ok(!text.includes("[redacted]"), text.slice(text.indexOf("[redacted]") - 100).slice(0, 200));
  }
  for (const secret of [...Object.values(secrets), ...Object.values(named)]) {
    for (const text of [stdout, readFileSync(log, "utf8")]) {
      assert.ok(formsOf(secret).some((form) => text.includes(form)), secret);
    }
  }
});

test("what --sink prints has none of them, and what comes before the step ends is not lost", async (t) => {
  const file = step(t, `import axios from "axios";
    export default async ({ $ }) => {
      await axios.post("http://a.invalid/" + process.env.KEY, { awaited: process.env.KEY, pin: 1234 }, { headers: { Authorization: "Bearer abc" } });
      $.send.http({ method: "POST", url: "http://b.invalid/deferred", data: process.env.KEY, headers: { Cookie: "a=b" } });
    };`);
  const args = ["run", file, "--sink", "--env", "KEY=key-0123456789", "--secret", "KEY", "--redact", "PIN"];
  const { stdout } = await sendoff(args);
  assert.doesNotMatch(stdout, /key-0123456789|abc|a=b|1234/);
  assert.match(stdout, /^POST \/\[redacted\]\n[^]*^Authorization: \[redacted\]$[^]*^\| \{"awaited":"\[redacted\]","pin":"\[redacted\]"\}$/m);
  assert.match(stdout, /^Cookie: \[redacted\]$[^]*^\| \[redacted\]$/m);
  const shown = await sendoff([...args, "--show-secrets"]);
  assert.match(shown.stdout, /^\| \{"awaited":"key-0123456789","pin":1234\}$/m);
});

test("what cannot be hidden is said", async (t) => {
  const file = step(t, "export default () => 1");
  const complaint = async (...args) => {
    const { status, stderr } = await sendoff(["run", file, ...args]);
    return [status, stderr];
  };
  assert.deepEqual(await complaint("--secret", "API_KEY"), [2, "sendoff: --secret: API_KEY is no variable that --env gives; " +
    "give it, too, such as --env API_KEY --secret API_KEY\n"]);
  assert.deepEqual(await complaint("--secret", "API_KYE", "--env", "API_KEY=v"),
    [2, "sendoff: --secret: API_KYE is no variable that --env gives; did you mean API_KEY?\n"]);
  const [status, short] = await complaint("--secret", "PIN", "--env", "PIN=1234");
  assert.equal(status, 0);
  assert.match(short, /^sendoff: warning: --secret: the value of PIN has fewer than 8 characters and is not hidden/);
  for (const flag of ["--redact", "--secret"]) {
    const [refused, said] = await complaint(flag, "");
    assert.equal(refused, 2);
    assert.match(said, new RegExp(`${flag}.*expected names, separated by commas, such as ${flag} `));
  }
});

test("a value that was written where a name is expected is not told", async (t) => {
  const { status, stderr } = await sendoff(["run", step(t, "export default () => 1"), "--env", "API-KEY=token-12345"]);
  assert.equal(status, 2);
  assert.match(stderr, /--env: there is no file API-KEY=\.\.\., and API-KEY is no name of a variable/);
  assert.doesNotMatch(stderr, /token/);
});
