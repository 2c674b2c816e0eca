// fetch, Request and Response: the same programs here and in Node, against the same server. What comes out has to
// be equal, and so do the requests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { run, step } from "./support/sendoff.mjs";
import { closedPort, startServer } from "./support/servers.mjs";

const answers = {
  "/json": (response) => response.setHeader("Content-Type", "application/json").end('\ufeff{"name":"Leia"}'),
  "/echo": (response, request, body) => response.setHeader("X-Seen", request.method).end(body),
  "/bytes": (response) => response.end(Buffer.from([0, 255, 128])),
  "/cookies": (response) => response.setHeader("Set-Cookie", ["a=1", "b=2"]).setHeader("X-Twice", ["1", "2"]).end("set"),
  "/missing": (response) => response.writeHead(404, "Nothing Here").end("none"),
  "/empty": (response) => response.writeHead(204).end(),
  "/gzip": (response) => response.setHeader("Content-Encoding", "gzip").end(gzipSync("unpacked")),
  "/form": (response) => response.setHeader("Content-Type", "application/x-www-form-urlencoded").end("a=1&b=%20&a=2"),
  "/loop": (response) => response.writeHead(302, { Location: "/loop" }).end(),
  "/cut": (response) => response.writeHead(200, { "Content-Length": 10 }).write("abc", () => response.destroy()),
  "/silent": () => {}, // never
};

function startAnswering(t) {
  return startServer(t, {
    answer(request, response, { body }) {
      const { pathname } = new URL(request.url, "http://localhost");
      const moved = /^\/moved\/(\d+)$/.exec(pathname);
      if (moved) return response.writeHead(Number(moved[1]), { Location: "/echo" }).end("moved");
      return answers[pathname](response, request, body);
    },
  });
}

// Programs over `url`, which both sides run. `told` is what is compared of an error.
const told = `const told = (error) => [error.name, error.message, error.cause?.name, error.cause?.code ?? error.cause?.message];
  const attempt = async (f) => { try { return await f(); } catch (error) { return told(error); } };`;
const programs = {
  "a response": `const r = await fetch(url + "/json?x=1#f");
    return [r.status, r.statusText, r.ok, r.type, r.redirected, r.url === url + "/json?x=1", r.headers.get("content-type"), r.bodyUsed, await r.json(), r.bodyUsed];`,
  "each kind of body": `const sent = [];
    for (const body of ["text \u00fc", new URLSearchParams({ a: "b c" }), new Uint8Array([1, 2]), new Uint8Array([1, 2, 3]).buffer, new Blob(["x"], { type: "A/B" }), new Blob(["y"])]) {
      const r = await fetch(url + "/echo", { method: "POST", body });
      sent.push(await r.text());
    }
    return sent;`,
  "a form": `const form = new FormData();
    form.append("a\\n", "b\\nc");
    form.append("f", new Blob(["xx"], { type: "a/b" }), 'n"\\r.txt');
    return (await (await fetch(url + "/echo", { method: "PUT", body: form })).text()).length;`,
  "a body that is a stream": `const body = new ReadableStream({ start(c) { c.enqueue(new Uint8Array([65])); c.enqueue(new Uint8Array([66])); c.close(); } });
    return (await fetch(url + "/echo", { method: "POST", body, duplex: "half" })).text();`,
  "headers": `const r = await fetch(url + "/echo", { method: "delete", headers: { "X-Mixed-Case": "1", accept: "a/b", "User-Agent": "me" } });
    return [r.headers.get("x-seen"), await attempt(async () => r.headers.set("a", "b"))];`,
  "headers of a response": `const { headers } = await fetch(url + "/cookies");
    return [headers.getSetCookie(), headers.get("x-twice")];`,
  "what is packed": `const r = await fetch(url + "/gzip"); return [r.headers.get("content-encoding"), await r.text()];`,
  "ways to read": `const get = (path) => fetch(url + path);
    const blob = await (await get("/json")).blob();
    const form = await (await get("/form")).formData();
    const chunks = [];
    for await (const chunk of (await get("/bytes")).body) chunks.push(...chunk);
    return [Array.from(new Uint8Array(await (await get("/bytes")).arrayBuffer())), blob.type, blob.size, form.getAll("a"), chunks];`,
  "statuses": `return [await fetch(url + "/missing").then(async (r) => [r.status, r.ok, r.statusText, await r.text()]),
      await fetch(url + "/empty").then(async (r) => [r.status, r.body, await r.text()]),
      await fetch(url + "/json", { method: "HEAD" }).then(async (r) => [r.status, r.body, await r.text()])];`,
  "redirects": `const seen = [];
    for (const redirect of ["follow", "manual", "error"]) {
      for (const status of [301, 302, 303, 307, 308]) {
        seen.push(await attempt(async () => {
          const r = await fetch(url + "/moved/" + status, { method: "POST", body: "q", redirect });
          return [r.status, r.redirected, r.url.slice(url.length), r.headers.get("location"), r.headers.get("x-seen"), await r.text()];
        }));
      }
    }
    return [seen, await attempt(() => fetch(url + "/loop"))];`,
  "a body that is read twice": `const r = await fetch(url + "/json");
    const copy = r.clone();
    return [await r.text(), await attempt(() => r.text()), await copy.text(), await attempt(async () => copy.clone())];`,
  "abort": `const controller = new AbortController();
    const promise = attempt(() => fetch(url + "/silent", { signal: controller.signal }));
    setTimeout(() => controller.abort(), 20);
    return [await promise, await attempt(() => fetch(url + "/json", { signal: AbortSignal.abort("mine") }).catch((error) => error)),
      await attempt(() => fetch(url + "/silent", { signal: AbortSignal.timeout(20) }))];`,
  "no server": `return attempt(() => fetch(closed));`,
  "no name": `return (await attempt(() => fetch("http://no-such-name.invalid/"))).slice(0, 3);`,
  "what cannot be fetched": `return Promise.all(["nope", "file:///x", "about:blank", "foo:bar", "http://u:p@h/", "data:none", "blob:nodedata:1"].map((one) => attempt(() => fetch(one))));`,
  "data and blob URLs": `const href = URL.createObjectURL(new Blob(["abc"], { type: "x/y" }));
    const seen = [];
    for (const one of ["data:,a%20b", "data:text/html;charset=x;base64,YWJj", href]) {
      const r = await fetch(one);
      seen.push([r.status, r.headers.get("content-type"), await r.text()]);
    }
    URL.revokeObjectURL(href);
    return [seen, (await attempt(() => fetch(href)))[1]];`,
  "options that are wrong": `const bad = [{ method: "GET", body: "x" }, { method: "CONNECT" }, { method: "a b" }, { redirect: "x" }, { signal: 3 }, { method: "POST", body: new ReadableStream() }];
    return Promise.all(bad.map((one) => attempt(() => fetch(url, one))));`,
  "Response": `const tries = [() => new Response("x", { status: 101 }).status, () => new Response("x", { status: 204 }).status, () => Response.redirect("/a").status,
      () => Response.redirect("http://a/", 200).status, () => Response.json(undefined).status, () => Response.error().type,
      () => new Response("a").headers.get("content-type"), () => new Response("{").json().catch((error) => error.name), () => new Response("x").formData(),
      () => Response.json({ a: 1 }, { status: 201 }).text(), () => Response.redirect("http://a/b", 307).headers.get("location"), () => new Response(null).body];
    return Promise.all(tries.map(attempt));`,
  "Request": `const one = new Request(url + "/echo", { method: "POST", body: "x", headers: { A: "1" } });
    const two = new Request(one, { headers: { b: "2" } });
    return [one.bodyUsed, two.method, [...two.headers], await two.text(), await attempt(async () => new Request(one).url), two.redirect, two.mode, two.credentials, two.cache, two.destination, two.referrer, two.keepalive, two.duplex];`,
};

// A form's boundary is random; Connection and Content-Length belong to the connection.
const boundary = /----formdata-[\w-]+/g;
function shown({ method, url, rawHeaders, body }) {
  const lines = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!/^(host|connection|content-length|transfer-encoding)$/i.test(rawHeaders[i])) lines.push([rawHeaders[i], rawHeaders[i + 1].replace(boundary, "B")]);
  }
  return { method, url, lines, body: `${body}`.replace(boundary, "B") };
}

// What is given up may not have come so far.
function heard(server) { return server.received.filter(({ url }) => url !== "/silent").map(shown); }

const AsyncFunction = (async () => {}).constructor;

for (const [name, program] of Object.entries(programs)) {
  test(`as in Node: ${name}`, { skip: Number(process.versions.node.split(".")[0]) < 20 }, async (t) => {
    const here = await startAnswering(t);
    const there = await startAnswering(t);
    const closed = `http://127.0.0.3:${await closedPort()}/`;
    const wanted = await new AsyncFunction("url", "closed", told + program)(there.url, closed);
    const source = `export default async () => { const url = ${JSON.stringify(here.url)}; const closed = ${JSON.stringify(closed)}; ${told} ${program} };`;
    const { step: ended } = await run(step(t, source), "--allow-private");
    assert.equal(ended.error, null, ended.error?.stack);
    assert.deepEqual(ended.return_value, JSON.parse(JSON.stringify(wanted)));
    assert.deepEqual(heard(here), heard(there));
  });
}

test("a fetch stands in the log as awaited, and obeys the egress policy", async (t) => {
  const server = await startAnswering(t);
  const source = `export default async () => { try { return (await fetch(${JSON.stringify(`${server.url}/json`)})).status; } catch (error) { return [error.message, error.cause.code]; } };`;
  const open = await run(step(t, source), "--allow-private");
  assert.equal(open.step.return_value, 200);
  assert.deepEqual(open.requests.map(({ kind, outcome, call_site }) => [kind, outcome, call_site]), [["awaited", "delivered", "step.mjs:1:50"]]);
  const closed = await run(step(t, source));
  assert.deepEqual(closed.step.return_value, ["fetch failed", "ERR_EGRESS_DENIED"]);
  const dry = await run(step(t, source), "--allow-private", "--dry-run");
  assert.deepEqual(dry.step.return_value, ["fetch failed", "ERR_DRY_RUN"]);
});
