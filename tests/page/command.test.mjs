// `sendoff view` and `run --page` as commands; what their pages show is looked at in a browser by the other files.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";

import { folder, run, sendoff, step } from "../e2e/support/sendoff.mjs";
import { startServer } from "../e2e/support/servers.mjs";
import { request, runEnd } from "./support/records.mjs";

const line = (value) => `${JSON.stringify(value)}\n`;
const log = line(request(0)) + line(runEnd());

function write(t, text, name = "run.jsonl") {
  const path = join(folder(t), name);
  writeFileSync(path, text);
  return path;
}

// The lines that a page carries.
function linesOf(html) {
  const [, base64] = /<script type="application\/gzip" id="log">([^<]*)</.exec(html);
  return gunzipSync(Buffer.from(base64, "base64")).toString().split("\n").slice(0, -1).map((one) => JSON.parse(one));
}

const linesIn = (file) => linesOf(readFileSync(file, "utf8"));
const modeOf = (file) => statSync(file).mode & 0o777;

async function refused(...args) {
  const { status, stdout, stderr } = await sendoff(args);
  assert.deepEqual([status, stdout], [2, ""], args.join(" "));
  return stderr;
}

test("without -o, the page goes to standard output where that is no terminal", async (t) => {
  const { status, stdout, stderr } = await sendoff(["view", write(t, log)]);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.deepEqual(linesOf(stdout), [{ type: "log", name: "run.jsonl" }, request(0), runEnd()]);
});

test("on a terminal it goes to LOG.html beside the log, and its name is told", async (t) => {
  const file = write(t, log);
  const child = spawn("script", ["-qec", `"${process.env.SENDOFF_BINARY}" view "${file}"`, "/dev/null"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  for await (const part of child.stdout) said += part;
  assert.equal(said.trim(), `${file}.html`);
  assert.equal(linesIn(`${file}.html`).length, 3);
});

test("a page is for its owner only, also where the file was there before", async (t) => {
  const file = write(t, log);
  const page = join(folder(t), "page.html");
  for (const before of [null, 0o644]) {
    if (before !== null) chmodSync(page, before);
    assert.equal((await sendoff(["view", file, "-o", page])).status, 0);
    assert.equal(modeOf(page), 0o600);
  }
});

test("several logs and standard input become one page, damaged lines with log and number", async (t) => {
  const first = write(t, `${line(request(0))}{"cut\n`, "a.jsonl");
  const { status, stdout, stderr } = await sendoff(["view", first, "-"], { input: `\r\n${line(request(1)).trim()}\r\nno JSON` });
  assert.equal(status, 0);
  assert.match(stderr, /^sendoff: warning: 2 lines are no lines of a log/);
  assert.deepEqual(linesOf(stdout), [
    { type: "log", name: "a.jsonl" }, { type: "log", name: "standard input" }, request(0),
    { type: "damaged", log: "a.jsonl", line: 2, text: '{"cut' }, request(1),
    { type: "damaged", log: "standard input", line: 3, text: "no JSON" },
  ]);
});

test("a byte order mark, a line without its end and one of 70 MB do no harm", async (t) => {
  const huge = JSON.stringify(request(1, { warnings: ["x".repeat(70_000_000)] }));
  const { status, stdout } = await sendoff(["view", write(t, `\ufeff${line(request(0))}${huge}\n${JSON.stringify(runEnd())}`)]);
  assert.equal(status, 0);
  const [, first, damaged, end, ...rest] = linesOf(stdout);
  assert.deepEqual([first, end, rest], [request(0), runEnd(), []]);
  assert.deepEqual([damaged.type, damaged.line, damaged.text.length], ["damaged", 2, 500]);
});

test("the document of --json is a log, too, also when it was printed anew", async (t) => {
  const { step: ended, requests } = { step: { file: "order.mjs", ...runEnd(), type: undefined, run: undefined, step: undefined }, requests: [request(0)] };
  for (const text of [JSON.stringify({ step: ended, requests }), JSON.stringify({ step: ended, requests }, null, 2)]) {
    const { status, stdout } = await sendoff(["view", write(t, text, "run.json")]);
    assert.equal(status, 0);
    const [, first, end] = linesOf(stdout);
    assert.deepEqual(first, request(0));
    assert.deepEqual([end.type, end.run, end.step, end.return_value], ["run", "run-1", "order.mjs", runEnd().return_value]);
  }
  assert.match(await refused("view", write(t, '{"step": {} oops', "run.json")), /begins as the document of a run/);
});

test("a HAR is a log, too: what --har wrote is the run again, and another tool's shows its entries", async (t) => {
  const server = await startServer(t);
  const home = folder(t);
  const file = step(t, `export default () => { $send.http({ method: "POST", url: "${server.url}/hook", data: { a: 1 } }); return 7; }`);
  const ended = await run(file, "--allow-private", "--har", join(home, "run.har"), "--log", join(home, "run.jsonl"));
  assert.equal(ended.status, 0, ended.stderr);
  const shown = async (path) => linesOf((await sendoff(["view", path])).stdout).slice(1);
  const byType = (a, b) => a.type.localeCompare(b.type);
  assert.deepEqual((await shown(join(home, "run.har"))).sort(byType), (await shown(join(home, "run.jsonl"))).sort(byType));

  const foreign = { log: { version: "1.2", creator: { name: "WebInspector", version: "537.36" }, pages: [], entries: [{
    startedDateTime: "2026-11-30T10:00:00.000Z", time: 12, cache: {}, timings: { send: 0, wait: 10, receive: 2 },
    request: { method: "GET", url: "https://a.example/x", httpVersion: "HTTP/1.1", headers: [], queryString: [], cookies: [], headersSize: -1, bodySize: 0 },
    response: { status: 204, statusText: "No Content", httpVersion: "HTTP/1.1", headers: [], cookies: [], redirectURL: "", headersSize: -1, bodySize: 0, content: { size: 0, mimeType: "" } },
  }] } };
  const lines = await shown(write(t, JSON.stringify(foreign), "chrome.har"));
  assert.deepEqual(lines.map(({ request: asked, response }) => [asked?.method, asked?.url, response?.status]),
    [["GET", "https://a.example/x", 204]]);
  assert.match(await refused("view", write(t, '{"log": {}}', "none.har")), /none\.har: it is no HAR/);
});

test("what is no log, cannot be read or cannot be written is refused with what to do", async (t) => {
  const file = write(t, log);
  for (const [args, said] of [
    [["view"], /view needs a LOG: sendoff view run\.jsonl/],
    [["view", join(file, "gone")], /cannot read .*gone/],
    [["view", write(t, gzipSync(log))], /compressed by gzip; give it unpacked: zcat/],
    [["view", "-", "-"], /standard input can be read once/],
    [["view", file, "-o", file], /is a log that is read; give another name/],
    [["view", file, "-o", join(folder(t), "none", "page.html")], /-o: cannot write .*no such folder.*such as -o page\.html/],
    [["view", file, "-o", "/dev/full"], /-o: cannot write \/dev\/full: No space left/],
    [["view", file, "-o", "-", "--open"], /--open: a page on standard output/],
    [["view", "-", "--open"], /needs a name: sendoff view - -o page\.html/],
    [["view", file, "--opne"], /view has no flag --opne; did you mean --open\?/],
  ]) {
    assert.match(await refused(...args), said, args.join(" "));
  }
});

// A folder with a program of this name that writes down what it was given, and fails with `status`.
function browserIn(t, name, status = 0) {
  const home = folder(t);
  writeFileSync(join(home, name), `#!/bin/sh\nprintf %s "$1" > "${home}/given"\necho noise\nexit ${status}\n`, { mode: 0o755 });
  return { home, given: () => readFileSync(join(home, "given"), "utf8") };
}

function view(file, env) {
  const child = spawn(process.env.SENDOFF_BINARY, ["view", file, "--open"], { env: { ...process.env, BROWSER: "", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].on("data", (data) => (output[name] += data));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...output })));
}

test("--open shows the page by xdg-open, or by what BROWSER names", async (t) => {
  const file = write(t, log);
  const opener = browserIn(t, "xdg-open");
  const opened = await view(file, { PATH: `${opener.home}:${process.env.PATH}` });
  assert.deepEqual([opened.status, opened.stdout], [0, `${file}.html\n`]);
  assert.equal(opener.given(), `${file}.html`);
  const named = browserIn(t, "firefox");
  await view(file, { BROWSER: join(named.home, "firefox") });
  assert.equal(named.given(), `${file}.html`);
});

test("--open says so when there is no browser, and the page is there all the same", async (t) => {
  const file = write(t, log);
  for (const [env, said] of [[{ PATH: "/nonexistent" }, /--open: cannot show .*xdg-open is not there/], [{ BROWSER: "false" }, /false failed; open it by hand/]]) {
    const { status, stderr } = await view(file, env);
    assert.equal(status, 2);
    assert.match(stderr, said);
    assert.ok(existsSync(`${file}.html`));
  }
});

test("the examples of the help work", async (t) => {
  const home = folder(t);
  for (const name of ["run", "monday", "tuesday"]) writeFileSync(join(home, `${name}.jsonl`), log);
  const { stdout } = await sendoff(["help", "view"]);
  const examples = stdout.split("Examples:\n")[1].trim().split("\n");
  assert.equal(examples.length, 3);
  for (const example of examples) {
    const script = example.replace("sendoff ", '"$SENDOFF_BINARY" ');
    execFileSync("sh", ["-ec", script], { cwd: home, env: { ...process.env, BROWSER: "true" }, stdio: ["ignore", "ignore", "inherit"] });
  }
  for (const page of ["run.jsonl.html", "week.html", "orders.html"]) assert.ok(linesIn(join(home, page)).length > 1, page);
});

test("of more than 50,000 requests the latest are kept, and where the others are is told", async (t) => {
  const small = (seq) => line({ type: "request", run: "r", seq, request: { method: "GET", url: "http://a/" } });
  const file = write(t, Array.from({ length: 50_003 }, (_, seq) => small(seq)).join(""));
  const { status, stdout, stderr } = await sendoff(["view", file]);
  assert.equal(status, 0);
  assert.match(stderr, /3 older requests are left out\. .*the first 3 lines of run\.jsonl.*head -n 3 LOG \| sendoff view - -o older\.html/);
  const [, leftOut, first, ...rest] = linesOf(stdout);
  assert.deepEqual([leftOut.type, leftOut.requests, first.seq, rest.length], ["left_out", 3, 3, 49_999]);
});

test("the file is at most half as large again as the log under gzip, and 200 KB", async (t) => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647).toString(36);
  const text = Array.from({ length: 2000 }, (_, seq) => line(request(seq, { warnings: Array.from({ length: 100 }, random) }))).join("");
  const { stdout } = await sendoff(["view", write(t, text)]);
  assert.ok(stdout.length <= 1.5 * gzipSync(text).length + 200_000, `${stdout.length} for ${gzipSync(text).length}`);
});

test("run --page has the run whole, with the source lines of its calls", async (t) => {
  const server = await startServer(t);
  const file = step(t, `import { tell } from "./lib/tell.mjs";
export default async ({ $ }) => {
  console.log("telling");
  $.send.http({ method: "POST", url: "${server.url}/a", data: { a: 1 } });
  tell("${server.url}/b");
  return { told: 2 };
};`);
  mkdirSync(join(file, "../lib"));
  writeFileSync(join(file, "../lib/tell.mjs"), "export const tell = (url) =>\n  $send.http({ method: 'PUT', url });\n");
  const page = join(folder(t), "page.html");
  const { status, stdout } = await sendoff(["run", file, "--allow-private", "--page", page]);
  assert.equal(status, 0);
  assert.match(stdout, /telling/);
  assert.equal(modeOf(page), 0o600);
  const lines = linesIn(page);
  assert.deepEqual(lines.map(({ type }) => type).sort(), ["request", "request", "run", "source"]);
  const end = lines.find(({ type }) => type === "run");
  assert.deepEqual([end.return_value, end.console[0].text], [{ told: 2 }, "telling"]);
  const source = lines.find(({ type }) => type === "source");
  assert.deepEqual(source, { type: "source", run: end.run, lines: [
    ["lib/tell.mjs:2", "  $send.http({ method: 'PUT', url });"],
    ["step.mjs:4", `  $.send.http({ method: "POST", url: "${server.url}/a", data: { a: 1 } });`],
  ] });
});

test("a result with an integer past 64 bits, or nested very deep, is no damage", async (t) => {
  for (const value of ["1e20", "JSON.parse('['.repeat(2000) + ']'.repeat(2000))"]) {
    const path = join(folder(t), "run.html");
    const { step: ended } = await run(step(t, `export default () => ${value}`), "--page", path);
    const [shown] = linesIn(path);
    assert.equal(shown.type, "run");
    assert.equal(JSON.stringify(shown.return_value), JSON.stringify(ended.return_value));
  }
});

test("a page is written of a run that failed or was cut short, and with -q has all requests", async (t) => {
  const server = await startServer(t);
  const page = join(folder(t), "page.html");
  const { status } = await run(step(t, `export default () => { $send.http({ method: "GET", url: "${server.url}" }); throw new Error("no"); }`),
    "--allow-private", "-q", "--page", page);
  assert.equal(status, 1);
  const lines = linesIn(page);
  assert.equal(lines.find(({ type }) => type === "run").error.message, "no");
  assert.equal(lines.filter(({ type }) => type === "request").length, 1);
});

test("the source of a step is read as the step could read it, and no other file is", async (t) => {
  const home = folder(t);
  const outside = join(folder(t), "outside.mjs");
  writeFileSync(outside, "export const secret = () => $send.http({ method: 'GET', url: 'https://example.com' });\n");
  symlinkSync(outside, join(home, "linked.mjs"));
  writeFileSync(join(home, "step.mjs"), `export default () => eval("$send.http({ method: 'GET', url: 'https://example.com' })\\n//# sourceURL=${outside}");`);
  const page = join(home, "page.html");
  await run(join(home, "step.mjs"), "--sink", "--page", page);
  const sources = linesIn(page).find(({ type }) => type === "source");
  assert.ok(!JSON.stringify(sources ?? {}).includes("secret"));
});

test("--page - is standard output, and the report then goes to standard error", async (t) => {
  const file = step(t, "export default () => 5;");
  const { status, stdout, stderr } = await sendoff(["run", file, "--page", "-"]);
  assert.equal(status, 0);
  assert.equal(linesOf(stdout)[0].return_value, 5);
  assert.match(stderr, /ok in /);
  assert.match(await refused("run", file, "--page", "-", "--json"), /--page: - is standard output/);
  assert.match(await refused("run", file, "--page", "-", "--log", "-"), /--page: - is standard output, and so is the file of --log/);
  assert.match(await refused("run", file, "--page", file), /--page: .* is a file that this run reads/);
  assert.match(await refused("run", file, "--page", join(folder(t), "none", "x.html")), /--page: cannot write .*such as --page run\.html/);
});
