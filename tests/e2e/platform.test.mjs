// @pipedream/platform and @pipedream/types as they are built in, against real servers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { run, step } from "./support/sendoff.mjs";
import { closedPort, startServer } from "./support/servers.mjs";

const token = "xoxb-0123456789";

// Answers what it was asked; /missing refuses it, /signer signs what it is asked to.
function startApi(t) {
  const answer = (request, response, { body }) => {
    response.setHeader("Content-Type", "application/json");
    if (request.url.startsWith("/missing")) {
      response.writeHead(404, "Nothing Here", { "Set-Cookie": "session=0123456789" });
      return response.end('{"error":"no such planet"}');
    }
    if (request.url === "/signer") return response.end(JSON.stringify("OAuth signed"));
    const { authorization, "x-empty": empty, "x-left": left } = request.headers;
    return response.end(JSON.stringify({ method: request.method, url: request.url, body, authorization, empty, left }));
  };
  return startServer(t, { answer });
}

// Runs `body` as a step that has everything of the platform, `url`, `$` and `token`, the token of an account.
async function runBody(t, server, body, ...args) {
  const source = `import * as platform from "@pipedream/platform";
    import axios from "axios";
    const { axios: ask, ConfigurationError } = platform;
    const url = ${JSON.stringify(server?.url)};
    export default { props: { app: { type: "app", app: "tracker" } }, async run({ $ }) {
      const { token } = this.app.$auth;
      ${body}
    } };`;
  const given = ["--allow-private", "--props", JSON.stringify({ app: { $auth: { token, pin: "1234" } } })];
  return run(step(t, source), ...given, ...args);
}

async function returned(t, server, body) {
  const { step: result } = await runBody(t, server, body);
  assert.equal(result.error, null, result.error?.stack);
  return result.return_value;
}

const printed = ({ console }) => console.map(({ text }) => text).join("\n");

test("the public names of the platform are there", async (t) => {
  assert.deepEqual(await returned(t, undefined, "return Object.entries(platform).map(([name, value]) => `${name} ${typeof value}`).sort();"), [
    "$end function", "$event undefined", "$send object", "$sendConfigRuntimeTypeChecker object", "ConfigurationError function",
    "DEFAULT_POLLING_SOURCE_TIMER_INTERVAL number", "END_NEEDLE string", "HTTP_METHODS object",
    "PD_OFFICIAL_GMAIL_OAUTH_CLIENT_ID string", "SendConfigEmail object", "SendConfigEmit object", "SendConfigEmit_optional object",
    "SendConfigEmit_required object", "SendConfigHTTP object", "SendConfigS3 object", "SendConfigSQL object", "SendConfigSSE object",
    "SendConfigSnowflake object", "axios function", "cloneSafe function", "default object", "getFileStream function",
    "getFileStreamAndMetadata function", "jsonStringifySafe function", "sendTypeMap object", "sqlProp object", "sqlProxy object",
    "transformConfigForOauth function",
  ]);
});

test("body instead of data is a ConfigurationError, and nothing is sent", async (t) => {
  const server = await startApi(t);
  assert.deepEqual(await returned(t, server, `const told = (e) => [e.name, e instanceof ConfigurationError, /"data"/.test(e.message)];
    return Promise.all([ask($, { url, method: "POST", body: { a: 1 } }).catch(told),
      ask.create({ baseURL: url }).post("/x", { a: 1 }, { body: {} }).catch(told), ask($, url).catch((e) => e.name)]);`),
  [["ConfigurationError", true, true], ["ConfigurationError", true, true], "ConfigurationError"]);
  assert.deepEqual(server.received, []);
});

test("undefined alone is left out; the URL's query is read, written again and comes after the params", async (t) => {
  const server = await startApi(t);
  const ask = (config) => `(await ask($, ${config})).url`;
  assert.deepEqual(await returned(t, server, `return [
    ${ask("{ url: url + '/p', params: { left: undefined, empty: '', zero: 0, no: false } }")},
    ${ask("{ url: url + '/p?a=1&b=2&q=a+b@c', params: { z: 9, b: 3 } }")},
    ${ask("{ url: url + '/p?flag&e=&x=1=2&%5Ba%5D=%C3%BC&bad=%&t=1&t=2#h' }")},
    ${ask("{ baseURL: url + '/v1/', url: '/p?a=1', params: { a: undefined, b: [1] } }")},
    ${ask("{ url: url + '/p?a=1&b=2', params: new URLSearchParams({ b: 'x' }) }")},
    ${ask("{ url: new URL(url + '/p?a=1') }")},
    (await ask.create({ baseURL: url }).get("/p?a=1", { params: { b: 2, c: undefined } })).url,
  ];`), ["/p?empty=&zero=0&no=false", "/p?z=9&b=3&a=1&q=a%2Bb%40c", "/p?flag=&e=&x=1%3D2&%5Ba%5D=%C3%BC&bad=%25&t=2",
    "/v1/p?b%5B%5D=1&a=1", "/p?b=x&a=1", "/p?a=1", "/p?b=2&a=1"]);
});

test("headers keep empty values, and the step's own objects stay as they are", async (t) => {
  const server = await startApi(t);
  assert.deepEqual(await returned(t, server, `
    const config = { url: url + "/p?a=1", headers: { "X-Empty": "", "X-Left": undefined }, params: { b: undefined }, data: { c: 1 }, method: "post" };
    const { empty, left = "none", body } = await ask($, config);
    return [empty, left, body, config.url === url + "/p?a=1", Object.keys(config.headers), Object.keys(config.params)];`),
  ["", "none", '{"c":1}', true, ["X-Empty", "X-Left"], ["b"]]);
});

test("an error tells the status in its name, the body as its message, and nothing of the request", async (t) => {
  const server = await startApi(t);
  const told = `const told = (e) => ({ name: e.name, message: e.message, code: e.code, status: e.status, has: Object.keys(e).concat("stack" in e && Object.hasOwn(e, "stack") ? "stack" : []),
    response: e.response && Object.keys(e.response), data: e.response?.data, is: ask.isAxiosError(e) });`;
  const { step: result } = await runBody(t, server, `${told}
    const config = { url: url + "/missing", headers: { Authorization: "Bearer " + token } };
    return [await ask($, config).catch(told), await ask.create()(config).catch(told),
      await ask($, { url: "http://127.0.0.1:${await closedPort()}/", auth: { username: "u", password: token } }).catch(told)];`);
  assert.equal(result.error, null, result.error?.stack);
  const [refused, instance, unreachable] = result.return_value;
  for (const error of [refused, instance]) {
    assert.equal(error.name, "AxiosError - Request failed with status code 404");
    assert.equal(error.message, '{"error":"no such planet"}');
    assert.deepEqual([error.code, error.status, error.is], ["ERR_BAD_REQUEST", 404, true]);
    for (const name of ["config", "request"]) assert.ok(!error.has.includes(name) && !error.response.includes(name), name);
  }
  assert.ok(!refused.has.includes("stack"), "axios gives those of an instance another");
  assert.equal(unreachable.code, "ECONNREFUSED");
  for (const name of ["config", "request"]) assert.ok(!unreachable.has.includes(name), name);
  assert.deepEqual(Object.keys(result.exports.debug), ["status", "statusText", "headers", "data"]);
  assert.equal(result.exports.debug.status, 404);
  assert.equal(result.exports.debug.headers["set-cookie"], "[redacted]");
});

test("a step that fails of such an error shows where it asked", async (t) => {
  const server = await startApi(t);
  const { step: result } = await runBody(t, server, 'await ask($, { url: url + "/missing" });');
  assert.match(result.error.stack, /^AxiosError - Request failed with status code 404: \{"error":"no such planet"\}\n/m);
  assert.match(result.error.stack, /step\.mjs:7:\d+/);
});

test("debug exports the request and the response, without credentials", async (t) => {
  const server = await startApi(t);
  const body = (step) => `await ask(${step}, { debug: true, url: url + "/p", params: { key: token }, headers: { Authorization: "Basic abc", "X-Empty": "e" },
    auth: { username: "name", password: "word" } }); return Object.keys(this).filter((name) => name.startsWith("debug"));`;
  const { step: result } = await runBody(t, server, body("$"));
  assert.deepEqual(Object.keys(result.exports), ["debug_config", "debug_response"], result.error?.stack);
  const { url, params, headers, auth } = result.exports.debug_config;
  assert.deepEqual([url, params, headers, auth], [`${server.url}/p`, { key: "[redacted]" }, { Authorization: "[redacted]", "X-Empty": "e" }, "[redacted]"]);
  assert.equal(result.exports.debug_response.method, "GET");
  const { step: onThis } = await runBody(t, server, body("this"));
  assert.deepEqual(onThis.return_value, ["debug_config", "debug_response"], onThis.error?.stack);
  assert.match(printed(onThis), /^export: debug_config - \{/);
  assert.ok(!printed(onThis).includes(token) && !printed(onThis).includes("word"), printed(onThis));
});

test("no object that sendoff makes shows a credential when it is printed", async (t) => {
  const server = await startApi(t);
  const { step: result, requests } = await runBody(t, server, `
    const config = { url: url.replace("//", "//me:hunter1@") + "/missing", headers: { Authorization: "Bearer hunter2", Cookie: "a=hunter3", "X-Kept": "kept" } };
    const other = { url: url + "/p", auth: { username: "hunter4", password: "hunter5" }, headers: { "X-Token": token } };
    await axios(config).catch((error) => { console.log(error); console.dir(error.config); console.log(error.response.headers, error.request); });
    const answer = await axios(other);
    console.log(answer);
    console.log("%o", answer.config.headers, [answer.config.auth]);
    await ask($, config).catch((error) => console.log(error));
    console.log(this, JSON.stringify(other.headers));
    console.log(token.slice(0, 6));
    return answer.config.auth.password;`);
  assert.equal(result.error, null, result.error?.stack);
  const text = printed(result);
  for (const secret of ["hunter1", "hunter2", "hunter3", "hunter4", "hunter5", "session=", "1234'", token]) {
    assert.ok(!text.includes(secret), `${secret} in ${text}`);
  }
  assert.match(text, /'?Authorization'?: '\[redacted\]'/);
  assert.match(text, /'X-Kept': 'kept'/);
  assert.match(text, /http:\/\/\[redacted\]@127\.0\.0\.1/);
  assert.equal(result.return_value, "hunter5", "the step itself sees everything");
  assert.equal(requests.length, 3);
});

test("OAuth 1: the signer is asked for the Authorization of the request that is sent then", async (t) => {
  const server = await startApi(t);
  const { step: result } = await runBody(t, server, `
    const signer = { oauthSignerUri: url + "/signer", token: { key: "k", secret: token } };
    const form = { "content-type": "application/x-www-form-urlencoded" };
    return [
      await ask($, { url: url + "/p?b=it's", params: { a: ["x y", "(1)"], n: null, u: undefined, t: true } }, signer),
      await ask($, { method: "POST", url: url + "/p", data: "s=a+b&s=c&k=v" }, signer),
      await ask($, { method: "POST", url: url + "/p", data: { s: 1 }, headers: form }, signer),
      await ask($, { method: "POST", url: url + "/p", data: { s: 1 } }, signer),
      await ask.create({ baseURL: url }, signer).get("/p", { params: { a: "*!" } }),
    ].map(({ authorization, url, body }) => [authorization, url, body]);`);
  assert.equal(result.error, null, result.error?.stack);
  const query = "?a=x%20y&a=%281%29&n=&t=true&b=it%27s";
  assert.deepEqual(result.return_value, [["OAuth signed", `/p${query}`, ""], ["OAuth signed", "/p", "s=a+b&s=c&k=v"], ["OAuth signed", "/p", "s=1"],
    ["OAuth signed", "/p", '{"s":1}'], ["OAuth signed", "/p?a=%2A%21", ""]]);
  const asked = server.received.filter(({ url }) => url === "/signer").map(({ method, body }) => [method, JSON.parse(body)]);
  const signed = (requestData) => ["POST", { requestData, token: { key: "k", secret: token } }];
  assert.deepEqual(asked, [
    signed({ method: "get", url: `${server.url}/p${query}` }),
    signed({ method: "POST", url: `${server.url}/p`, data: { s: ["a b", "c"], k: "v" } }),
    signed({ method: "POST", url: `${server.url}/p`, data: { s: 1 } }),
    signed({ method: "POST", url: `${server.url}/p` }),
    signed({ method: "get", url: `${server.url}/p?a=%2A%21` }),
  ]);
});

test("a signer that refuses is an error that shows no token", async (t) => {
  const server = await startApi(t);
  const { step: result } = await runBody(t, server, `
    await ask($, { url: url + "/p" }, { oauthSignerUri: url + "/missing", token: { secret: "hunter2" } }).catch((e) => console.log(e, JSON.stringify(e)));`);
  assert.match(printed(result), /no such planet/);
  assert.ok(!printed(result).includes("hunter2"), printed(result));
  assert.deepEqual(server.received.map(({ url }) => url), ["/missing"]);
});

test("axios.create, get, post and their like answer bodies", async (t) => {
  const server = await startApi(t);
  assert.deepEqual(await returned(t, server, `
    const client = ask.create({ baseURL: url, headers: { "X-Empty": "i" } });
    const full = await client.get("/p", { returnFullResponse: true });
    const answers = [await ask.get(url + "/p", { params: { a: 1 } }), await ask.post(url + "/p", { b: 1 }), await ask.put(url + "/p", "x"), await ask.patch(url + "/p"),
      await ask.delete(url + "/p"), await ask.options(url + "/p"), await ask.request({ url: url + "/p" }), await client({ url: "/p" })];
    return [full.status, full.data.empty, ...answers.map(({ method, url, body }) => method + " " + url + " " + body)];`),
  [200, "i", "GET /p?a=1 ", 'POST /p {"b":1}', "PUT /p x", "PATCH /p ", "DELETE /p ", "OPTIONS /p ", "GET /p ", "GET /p "]);
});

test("jsonStringifySafe and cloneSafe leave out what JSON refuses", async (t) => {
  assert.deepEqual(await returned(t, undefined, `const { cloneSafe, jsonStringifySafe } = platform;
    const circle = { a: 1, big: 10n, list: [1, 2n, 3] }; circle.self = circle; circle.twice = [circle.list, circle.list];
    return [jsonStringifySafe({ a: undefined, d: new Date(0) }), jsonStringifySafe(circle), jsonStringifySafe(undefined) ?? "none", cloneSafe(undefined), cloneSafe(circle).list];`),
  ['{"d":"1970-01-01T00:00:00.000Z"}', '{"a":1,"list":[1,3],"twice":[[1,3],[1,3]]}', "none", null, [1, 3]]);
});

test("a ConfigurationError has exposeStack", async (t) => {
  assert.deepEqual(await returned(t, undefined, `const [plain, exposed] = [new ConfigurationError("m"), new ConfigurationError("m", true)];
    return [plain.name, plain.message, plain.exposeStack, exposed.exposeStack, plain instanceof Error];`), ["ConfigurationError", "m", false, true, true]);
});

test("the checker of $send says what is wrong, and the types can be asked", async (t) => {
  assert.deepEqual(await returned(t, undefined, `const { $sendConfigRuntimeTypeChecker: check, SendConfigHTTP, sendTypeMap } = platform;
    const thrown = (name, config) => { try { check[name](config); return "fine"; } catch (e) { return e.message; } };
    return [thrown("http", { method: "POST", url: "u", data: "x", headers: {} }), thrown("http", { url: "u" }), thrown("http", { method: "post", url: "u" }),
      thrown("http", { method: "GET", url: "u", auth: { username: "a", password: 5 } }), thrown("http", { method: "GET", url: "u", data: 5 }), thrown("email", {}), thrown("email", { html: 5 }),
      thrown("emit", {}), thrown("s3", { bucket: "b", prefix: "p", payload: null }), thrown("sse", 5),
      SendConfigHTTP.is({ method: "GET", url: "u" }), SendConfigHTTP.decode({})._tag, Object.keys(sendTypeMap).sort()];`),
  ["fine", "$send.http: invalid value undefined for method", "$send.http: invalid value post for method",
    "$send.http: invalid value 5 for auth.password", "$send.http: invalid value 5 for data", "fine", "$send.email: invalid value 5 for html",
    "$send.emit: invalid value undefined for raw_event", "$send.s3: invalid value null for payload", "$send.sse: invalid value 5 for ",
    true, "Left", ["email", "emit", "http", "s3", "snowflake", "sql", "sse"]]);
});

test("$end of the platform ends the step, also through a catch that passes it on", async (t) => {
  const { step: result } = await runBody(t, undefined, `
    try { platform.$end("enough"); } catch (error) { console.log(error[platform.END_NEEDLE].message); throw error; }
    console.log("not reached");`);
  assert.deepEqual([result.status, printed(result)], ["ok", "enough"], result.error?.stack);
  assert.deepEqual(result.flow, [{ action: "exit", arguments: { reason: "enough" } }]);
});

test("sqlProp and sqlProxy have methods for an app to replace, and say so", async (t) => {
  assert.deepEqual(await returned(t, undefined, `const { sqlProp, sqlProxy } = platform;
    const told = ({ methods }) => Object.entries(methods).map(([name, call]) => { try { call(); } catch (e) { return [name, e.name, e.message.includes(name)]; } });
    return [...told(sqlProp), ...told(sqlProxy)];`),
  ["executeQueryAdapter", "getSchema", "getClientConfiguration", "executeQuery", "proxyAdapter"].map((name) => [name, "ConfigurationError", true]));
});

for (const [name, source] of Object.entries({
  "step.mjs": `import { defineAction, defineApp, defineSource, defineComponent } from "@pipedream/types";
    const app = defineApp({ type: "app", app: "a", methods: { hi() { return "hi"; } } });
    export default defineAction({ props: { app }, async run() { return [this.app.hi(), defineSource(app) === app, defineComponent(app) === app]; } });`,
  "step.ts": `import { defineAction, defineApp, defineSource, defineComponent, type JSONValue } from "@pipedream/types";
    const app = defineApp({ type: "app", app: "a", methods: { hi(): JSONValue { return "hi"; } } });
    export default defineAction({ props: { app }, async run(): Promise<unknown> { return [this.app.hi(), defineSource(app) === app, defineComponent(app) === app]; } });`,
})) {
  test(`@pipedream/types is built in (${name})`, async (t) => {
    const { step: result } = await run(step(t, source, name), "--props", '{"app": {"$auth": {}}}');
    assert.deepEqual(result.return_value, ["hi", true, true], result.error?.stack);
  });
}
