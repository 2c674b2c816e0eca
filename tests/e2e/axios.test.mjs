// Steps that wait for responses: axios as it is built in, against real servers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { run, step } from "./support/sendoff.mjs";
import { closedPort, startServer } from "./support/servers.mjs";

// A server that answers by path.
function startAnswering(t) {
  const answer = (request, response, { body }) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const answers = {
      "/json": () => response.setHeader("Content-Type", "application/json").end('\ufeff{"name":"Leia"}'),
      "/echo": () => response.end(JSON.stringify({ method: request.method, headers: request.headers, body })),
      "/bytes": () => response.end(Buffer.from([0, 255, 128])),
      "/cookies": () => response.setHeader("Set-Cookie", ["a=1", "b=2"]).end("set"),
      "/missing": () => response.writeHead(404, "Nothing Here").end('{"error":"no such planet"}'),
      "/moved": () => response.writeHead(302, { Location: "/json" }).end(),
      "/loop": () => response.writeHead(302, { Location: "/loop" }).end(),
      "/long": () => response.end("x".repeat(100_000)),
      "/gzip": () => response.setHeader("Content-Encoding", "gzip").end(gzipSync('{"packed":true}')),
      "/silent": () => {}, // never
    };
    answers[pathname]();
  };
  return startServer(t, { answer });
}

// Runs `body` as a step that has `axios` and `url`, and resolves to what it returned.
async function returned(t, server, body, ...args) {
  const source = `import axios from "axios";
    const url = ${JSON.stringify(server?.url)};
    export default async ({ $ }) => { ${body} };`;
  const ended = await run(step(t, source), "--allow-private", ...args);
  assert.equal(ended.step.error, null, ended.step.error?.stack);
  return { value: ended.step.return_value, ...ended };
}

const describe = `const describe = (error) => ({ name: error.name, code: error.code, message: error.message, status: error.response?.status });`;

test("a step reads a response and the request stands in the log as awaited", async (t) => {
  const server = await startAnswering(t);
  const { value, requests } = await returned(t, server, `
    const { status, statusText, data, headers, config, request } = await axios.get(url + "/json", { params: { a: [1, 2] } });
    return { status, statusText, data, type: headers["content-type"], asked: config.url, from: request.res.responseUrl };`);
  assert.deepEqual(value, { status: 200, statusText: "OK", data: { name: "Leia" }, type: "application/json",
    asked: `${server.url}/json`, from: `${server.url}/json?a%5B%5D=1&a%5B%5D=2` });
  assert.equal(server.received[0].url, "/json?a%5B%5D=1&a%5B%5D=2");
  assert.deepEqual(requests.map(({ kind, outcome, seq, call_site }) => [kind, outcome, seq, call_site]),
    [["awaited", "delivered", 0, "step.mjs:4:80"]]);
});

test("what is sent is what axios in Node sends", async (t) => {
  const server = await startAnswering(t);
  const { value } = await returned(t, server, `
    const post = (config) => axios({ method: "post", url: url + "/echo", ...config }).then(({ data }) => [data.headers["content-type"], data.headers.authorization, data.body]);
    return [
      await post({ data: { a: 1 } }),
      await post({ data: "a=1" }),
      await post({ data: { a: [1, { b: 2 }] }, headers: { "Content-Type": "application/x-www-form-urlencoded" } }),
      await post({ auth: { username: "u", password: "p" } }),
      await axios.get(url.replace("http://", "http://u:p@") + "/echo").then(({ data }) => data.headers["user-agent"].split("/")[0] + " " + data.headers.authorization),
    ];`);
  assert.deepEqual(value, [
    ["application/json", null, '{"a":1}'],
    ["application/x-www-form-urlencoded", null, "a=1"],
    ["application/x-www-form-urlencoded", null, "a%5B0%5D=1&a%5B1%5D%5Bb%5D=2"],
    ["application/x-www-form-urlencoded", "Basic dTpw", ""],
    "axios Basic dTpw",
  ]);
});

test("responses come as the responseType says, decoded and whole", async (t) => {
  const server = await startAnswering(t);
  const { value, requests } = await returned(t, server, `
    const bytes = (await axios.get(url + "/bytes", { responseType: "arraybuffer" })).data;
    return [bytes instanceof Uint8Array && Array.from(bytes), (await axios.get(url + "/long")).data.length,
      (await axios.get(url + "/gzip")).data, (await axios.get(url + "/cookies")).headers["set-cookie"]];`);
  assert.deepEqual(value, [[0, 255, 128], 100_000, { packed: true }, ["a=1", "b=2"]]);
  assert.equal(requests[1].response.body.size, 100_000);
  assert.equal(requests[1].response.body.truncated, true);
  assert.equal(requests[1].response.body.text.length, 65_536);
  assert.deepEqual(requests[3].response.headers.filter(([name]) => name === "Set-Cookie"),
    [["Set-Cookie", "[redacted]"], ["Set-Cookie", "[redacted]"]]);
});

test("what fails is the error that axios in Node has", async (t) => {
  const server = await startAnswering(t);
  const { value } = await returned(t, server, `${describe}
    const fail = (path, config) => axios.get(path.startsWith("/") ? url + path : path, config).then(() => "no error", describe);
    return [
      await fail("/missing"), await fail("http://127.0.0.1:${await closedPort()}/"), await fail("/silent", { timeout: 30 }),
      await fail("/silent", { timeout: 30, timeoutErrorMessage: "too slow", transitional: { clarifyTimeoutError: true } }),
      await fail("/loop", { maxRedirects: 3 }), await fail("/moved", { maxRedirects: 0 }), await fail("/long", { maxContentLength: 10 }),
      await fail("ftp://a.example/"), await fail("/echo", { responseType: "stream" }),
    ];`);
  const [missing, refused, slow, clarified, loop, moved, long, ftp, stream] = value;
  assert.deepEqual(missing, { name: "AxiosError", code: "ERR_BAD_REQUEST", message: "Request failed with status code 404", status: 404 });
  assert.equal(refused.code, "ECONNREFUSED");
  assert.deepEqual(slow, { name: "AxiosError", code: "ECONNABORTED", message: "timeout of 30ms exceeded" });
  assert.deepEqual(clarified, { name: "AxiosError", code: "ETIMEDOUT", message: "too slow" });
  assert.deepEqual(loop, { name: "Error [ERR_FR_TOO_MANY_REDIRECTS]", code: "ERR_FR_TOO_MANY_REDIRECTS", message: "Maximum number of redirects exceeded" });
  assert.equal(moved.status, 302);
  assert.equal(long.message, "maxContentLength size of 10 exceeded");
  assert.equal(ftp.code, "ERR_BAD_REQUEST");
  assert.match(stream.message, /stream/);
});

test("a redirect is followed within the one request, and logged with it", async (t) => {
  const server = await startAnswering(t);
  const { value, requests } = await returned(t, server, `
    const { data, request } = await axios.post(url + "/moved", { a: 1 });
    return [data.name, request.res.responseUrl];`);
  assert.deepEqual(value, ["Leia", `${server.url}/json`]);
  assert.deepEqual(server.received.map(({ method, url }) => [method, url]), [["POST", "/moved"], ["GET", "/json"]]);
  assert.equal(requests.length, 1);
  assert.equal(requests[0].redirects[0].status, 302);
});

test("a request that the step gives up is closed and recorded", async (t) => {
  const server = await startAnswering(t);
  const { value, requests } = await returned(t, server, `
    const source = axios.CancelToken.source();
    setTimeout(() => source.cancel("enough"), 20);
    return axios.get(url + "/silent", { cancelToken: source.token }).catch((error) => [axios.isCancel(error), error.message, error.code]);`);
  assert.deepEqual(value, [true, "enough", "ERR_CANCELED"]);
  assert.deepEqual(requests.map(({ outcome, error }) => [outcome, error.code]), [["failed", "terminated"]]);
});

test("awaited and deferred requests are numbered in the order of their calls", async (t) => {
  const server = await startAnswering(t);
  const { requests } = await returned(t, server, `
    $send.http({ method: "PUT", url: url + "/echo?1" });
    await axios.get(url + "/echo?2");
    $send.http({ method: "PUT", url: url + "/echo?3" });`);
  assert.deepEqual(requests.map(({ seq, kind }) => [seq, kind]), [[0, "deferred"], [1, "awaited"], [2, "deferred"]]);
  assert.deepEqual(server.received.map(({ url }) => url).sort(), ["/echo?1", "/echo?2", "/echo?3"]);
  assert.equal(server.received[0].url, "/echo?2");
});

test("a step that does not wait for its request is told so, and the request still has its record", async (t) => {
  const server = await startAnswering(t);
  const { step: result, requests } = await returned(t, server, `axios.get(url + "/json");`);
  assert.match(result.warnings[0], /a request was still waiting for a response/);
  assert.equal(requests[0].outcome, "delivered");
});

test("axios, required or imported, is one module with its named exports", async (t) => {
  const source = `const axios = require("axios");
    const { axios: platform, ConfigurationError } = require("@pipedream/platform");
    module.exports = async () => {
      const imported = await import("axios");
      return [imported.default === axios, imported.AxiosError === axios.AxiosError, typeof axios.create().get,
        typeof platform, new ConfigurationError("x") instanceof Error];
    };`;
  const { step: result } = await run(step(t, source, "step.cjs"));
  assert.deepEqual(result.return_value, [true, true, "function", "function", true]);
});

test("axios of @pipedream/platform answers the body, and exports what went wrong", async (t) => {
  const server = await startAnswering(t);
  const source = `import { axios, ConfigurationError } from "@pipedream/platform";
    export default { async run({ $ }) {
      const planet = await axios($, { url: "${server.url}/json", params: { left: undefined, empty: "", kept: 0 } });
      const full = await axios($, { url: "${server.url}/json", returnFullResponse: true });
      try { await axios($, { url: "${server.url}/missing" }); } catch (error) { throw new ConfigurationError(error.message); }
    } };`;
  const { step: result } = await run(step(t, source), "--allow-private");
  assert.equal(server.received[0].url, "/json?empty=&kept=0");
  assert.equal(result.error.name, "ConfigurationError");
  assert.equal(result.error.message, '{"error":"no such planet"}');
  assert.equal(result.exports.debug.status, 404);
  assert.deepEqual(result.exports.debug.data, { error: "no such planet" });
});

test("a response may be returned as it is, without what holds credentials", async (t) => {
  const server = await startAnswering(t);
  const { value, step: result } = await returned(t, server, `
    const response = await axios.get(url + "/json", { headers: { Authorization: "Bearer secret-token" } });
    const error = await axios.get(url + "/missing").catch((e) => e);
    return [response, { deep: [response] }, error.response.status === 404 && error.response, Object.keys(response)];`);
  const [whole, { deep }, missing, keys] = value;
  const said = keys.filter((key) => key !== "config" && key !== "request");
  assert.equal(keys.length, said.length + 2);
  assert.deepEqual(Object.keys(whole), said);
  assert.deepEqual([whole.status, whole.statusText, whole.data], [200, "OK", { name: "Leia" }]);
  assert.equal(typeof whole.headers["content-type"], "string");
  assert.deepEqual(deep, [whole]);
  assert.deepEqual(Object.keys(missing), said);
  assert.doesNotMatch(JSON.stringify(result), /secret-token/);
  assert.deepEqual(result.warnings, []);
});

test("bytes do what a Buffer does, or say that there is none", async (t) => {
  const server = await startAnswering(t);
  const { value } = await returned(t, server, `
    const { data } = await axios.get(url + "/bytes", { responseType: "arraybuffer" });
    const part = data.slice(1);
    part[0] = 7;
    const uses = [() => data.toString("base64"), () => \`\${data}\`, () => data.subarray(1).toString("hex"), () => data.readUInt16BE(0),
      () => data.readUint8(0), () => data.equals(data), () => data.indexOf("a"), () => data.includes(data), () => data.fill("a"),
      () => data.base64Slice(), () => data.map((b) => b).write("a"), () => data.writeBigUInt64LE(1n)];
    const told = uses.map((use) => { try { return use(); } catch (e) { return [e.name, e.code, e.message.split(" of these")[0]]; } });
    return { told, json: data, works: [data.length, data.indexOf(7), data.includes(128), Array.isArray(data), data instanceof Uint8Array,
      new TextDecoder("latin1").decode(data.subarray(1, 2)).charCodeAt(0)],
      base64: (await axios.get(url + "/bytes", { responseType: "text", responseEncoding: "base64" })).data };`);
  const methods = ["toString", "toString", "toString", "readUInt16BE", "readUint8", "equals", "indexOf", "includes", "fill", "base64Slice", "write", "writeBigUInt64LE"];
  assert.deepEqual(value.told, methods.map((name) => ["TypeError", "ERR_NOT_PROVIDED", `${name}()`]));
  assert.deepEqual(value.json, { type: "Buffer", data: [0, 7, 128] });
  assert.deepEqual(value.works, [3, 1, true, false, true, 7]);
  assert.equal(value.base64, Buffer.from([0, 255, 128]).toString("base64"));
});

test("every method that a Buffer has of its own throws, or does what a Buffer does", async (t) => {
  const server = await startAnswering(t);
  const names = Object.getOwnPropertyNames(Buffer.prototype).filter((name) => typeof Object.getOwnPropertyDescriptor(Buffer.prototype, name).value === "function");
  const same = ["constructor", "subarray", "slice", "toJSON"];
  const { value } = await returned(t, server, `
    const { data } = await axios.get(url + "/bytes", { responseType: "arraybuffer" });
    return ${JSON.stringify(names.filter((name) => !same.includes(name)))}.filter((name) => {
      try { data[name]("a"); return true; } catch (e) { return e.code !== "ERR_NOT_PROVIDED"; } });`);
  assert.deepEqual(value, []);
});

test("what the step does with a body does not change the log", async (t) => {
  const server = await startAnswering(t);
  const { value, requests } = await returned(t, server, `
    const { data } = await axios.get(url + "/bytes", { responseType: "arraybuffer" });
    data.fill(7);
    return data.buffer.byteLength;`);
  assert.equal(value, 3);
  assert.equal(requests[0].response.body.base64, Buffer.from([0, 255, 128]).toString("base64"));
});

test("a request begun after the step has settled is refused", async (t) => {
  const server = await startAnswering(t);
  const { step: result, requests } = await returned(t, server, `
    (async () => {
      for (let i = 0; i < 10; ++i) await null;
      await axios.get(url + "/json").catch((error) => console.log(error.code, error.message));
    })();`);
  assert.match(result.console[0].text, /the step had already ended/);
  assert.deepEqual(requests, []);
});

test("a limit that ends the step gives up its requests, those that wait for a slot too", async (t) => {
  const server = await startAnswering(t);
  const source = `import axios from "axios";
    export default () => { for (let i = 0; i < 80; i++) axios.get("${server.url}/silent"); for (;;); };`;
  const { step: result, requests } = await run(step(t, source), "--allow-private", "--timeout", "3s");
  assert.equal(result.status, "terminated");
  assert.equal(requests.length, 80);
  for (const { error } of requests) assert.match(error.code, /terminated|timeout/);
  assert.ok(server.received.length <= 64, `${server.received.length} were sent`);
});

test("a request's timeout runs while it waits for a slot", async (t) => {
  const server = await startAnswering(t);
  const { value } = await returned(t, server, `
    const codes = await Promise.all(Array.from({ length: 5 }, () => axios.get(url + "/silent", { timeout: "50" }).catch((error) => error.code)));
    return codes;`, "--concurrency", "1");
  assert.deepEqual(value, Array(5).fill("ECONNABORTED"));
});

test("a step cannot reach what the built-in modules are given", async (t) => {
  const source = `let found;
    const look = (args) => { if (args && args.length > 3) found = "arguments"; };
    function Set(...items) { try { look(Set.caller?.arguments); } catch {} return Reflect.construct(Original, items); }
    const Original = globalThis.Set;
    globalThis.Set = Set;
    const values = new WeakMap();
    Object.defineProperty(Function.prototype, "AxiosError", {
      configurable: true,
      get() {
        const prepare = Error.prepareStackTrace;
        Error.prepareStackTrace = (error, sites) => sites;
        for (const site of new Error().stack) { const f = site.getFunction(); try { look(f?.arguments); } catch {} }
        Error.prepareStackTrace = prepare;
        return values.get(this);
      },
      set(value) { values.set(this, value); },
    });
    module.exports = () => { require("axios"); return found ?? "nothing"; };`;
  const { step: result } = await run(step(t, source, "step.cjs"));
  assert.equal(result.return_value, "nothing", result.error?.stack);
});

test("axios.create of @pipedream/platform takes a step's $ or none", async (t) => {
  const server = await startAnswering(t);
  const source = `import { axios } from "@pipedream/platform";
    export default async ({ $ }) => {
      const client = axios.create({ baseURL: "${server.url}" });
      return [await client({ url: "/json" }), await client($, { url: "/json" })];
    };`;
  const { step: result } = await run(step(t, source), "--allow-private");
  assert.deepEqual(result.return_value, [{ name: "Leia" }, { name: "Leia" }]);
});

test("what only tunes is ignored with a warning, and what would send elsewhere is refused", async (t) => {
  const server = await startAnswering(t);
  const { value, requests } = await returned(t, server, `
    await axios.get(url + "/json", { httpAgent: { keepAlive: true }, family: 4, maxRate: 10, onUploadProgress() {}, insecureHTTPParser: true, proxy: false, beforeRedirect() {} });
    const refused = [{ proxy: { host: "a.example" } }, { socketPath: "/s" }, { lookup() {} }, { transport: {} }, { httpVersion: 2 }, { httpsAgent: { proxy: {} } }, { data: { pipe() {} } }];
    return Promise.all(refused.map((config) => axios.post(url + "/json", config.data, config).catch(({ name, code, message }) => [name, code, message])));`);
  assert.deepEqual(requests.map(({ warnings }) => warnings), [[
    "config.httpAgent of axios was ignored: connections are kept by sendoff",
    "config.family of axios was ignored: all addresses of a name are tried",
    "config.insecureHTTPParser of axios was ignored: a response has to be valid HTTP",
    "config.maxRate of axios was ignored: there are no streams",
    "config.onUploadProgress of axios was ignored: there are no streams",
    "config.beforeRedirect of axios was ignored: redirects are followed by sendoff, under its egress policy",
  ]]);
  const names = ["proxy", "socketPath", "lookup", "transport", "httpVersion", "httpsAgent.proxy", "data"];
  assert.deepEqual(value.map(([name, code]) => [name, code]), names.map(() => ["AxiosError", "ERR_NOT_SUPPORT"]));
  names.forEach((name, i) => assert.ok(value[i][2].startsWith(`config.${name} is not available in sendoff: `), value[i][2]));
  assert.equal(server.received.length, 1);
});

test("bytes in params are told apart from what cannot be in them", async (t) => {
  const server = await startAnswering(t);
  const { value } = await returned(t, server, `
    const asked = async (a) => axios.get(url + "/json", { params: { a } }).then(() => "sent", ({ message }) => message);
    return [await asked(new Uint8Array([104, 105])), await asked(new Uint8Array([1]).buffer), await asked(new Blob(["x"])), await asked({ toString: () => "[object Blob]" })];`);
  assert.deepEqual(value, ["sent", "sent", "Blob is not supported. Use a Buffer instead.", "sent"]);
  assert.equal(server.received[0].url, "/json?a=hi");
});
