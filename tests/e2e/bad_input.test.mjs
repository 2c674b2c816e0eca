// What cannot work ends with a clear error, the right exit status and its log records: never with a
// crash, never in silence.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folder, run, sendoff, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

// Runs a step that asks for one request and then comes to grief; none must arrive unless it settled.
async function fails(t, body, ...args) {
  const server = await startServer(t);
  const source = `export default async ({ $ }) => {
  $.send.http({ method: "POST", url: "${server.url}", data: { a: 1 } });
  ${body}
};`;
  const ended = await run(step(t, source), "--allow-private", ...args);
  assert.equal(ended.status, 1);
  assert.equal(ended.requests.length, 1, "one record for each accepted call");
  assert.deepEqual(ended.requests[0].request.body, { size: 7, text: '{"a":1}', truncated: false });
  return { ...ended, server, error: ended.step.error };
}

function assertDiscarded({ requests, server }, code) {
  assert.equal(requests[0].outcome, "discarded");
  assert.equal(requests[0].error.code, code);
  assert.equal(requests[0].wire, "none");
  assert.equal(requests[0].safe_to_replay, true);
  assert.equal(server.connections(), 0);
}

test("a missing file is exit status 2 and names the file", async () => {
  const { status, stdout, stderr } = await sendoff(["run", "no/such/step.mjs"]);
  assert.equal(status, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /^sendoff: .*no\/such\/step\.mjs: No such file or directory\n$/);
});

test("a folder instead of a file is exit status 2", async (t) => {
  const { status, stderr } = await sendoff(["run", folder(t)]);
  assert.equal(status, 2);
  assert.match(stderr, /directory/i);
});

test("bad usage is exit status 2 and says what to do", async (t) => {
  const file = step(t, "export default () => 1");
  const pipe = join(folder(t), "pipe");
  execFileSync("mkfifo", [pipe]);
  const huge = join(folder(t), "huge"); // that takes no room on the disk
  writeFileSync(huge, "");
  truncateSync(huge, 2 ** 40);
  const nul = join(folder(t), "nul");
  writeFileSync(nul, "{}\0");
  for (const [args, word] of [
    [["run"], /FILE/],
    [["run", file, "--no-such-flag"], /--no-such-flag/],
    [["run", file, "--timeout", "soon"], /--timeout/],
    [["run", file, "--memory", "much"], /--memory/],
    [["run", file, "--deliver", "never"], /--deliver/],
    [["run", file, "--event", "{a:1}"], /--event is not JSON, at line 1, column 2/],
    [["run", file, "--event", "@/no/such/file"], /--event: cannot read \/no\/such\/file/],
    [["run", file, "--allow-net", "10.0.0.0/40"], /10\.0\.0\.0\/40/],
    [["run", file, "--source-address", "here"], /here/],
    [["run", file, "--ca", "/no/such/ca.pem"], /\/no\/such\/ca\.pem/],
    [["run", file, "--log", "/no/such/folder/log"], /\/no\/such\/folder\/log/],
    [["run", file, "--event", ""], /--event is not JSON/],
    [["run", file, "--steps", "5"], /--steps must be a JSON object/],
    [["run", file, "--props", "[1]"], /--props must be a JSON object/],
    [["run", file, "--event", "-", "--steps", "-"], /--steps: standard input is read by --event already/],
    [["run", file, "--log", file], /--log: .*step\.mjs is a file that this run reads/],
    [["run", file, "--event", `@${pipe}`], /--event: cannot read .*pipe: it is a named pipe/],
    [["run", file, "--env", pipe], /pipe: it is a named pipe/],
    [["run", file, "--log", pipe], /--log: cannot write .*pipe: nobody reads from it/],
    [["run", file, "--ca", pipe], /--ca: .*pipe: it is not a file/],
    [["run", pipe], /pipe: it is not a file/],
    [["run", file, "--context", `@${pipe}`], /--context: cannot read .*pipe: it is a named pipe/],
    ...["event", "steps", "props", "context"].flatMap((flag) => [
      [["run", file, `--${flag}`, `@${huge}`], new RegExp(`--${flag}: cannot read .*huge: it has more than 256 MiB`)],
      [["run", file, `--${flag}`, `@${folder(t)}`], new RegExp(`--${flag}: cannot read .*: Is a directory`)],
      [["run", file, `--${flag}`, "@"], new RegExp(`--${flag}: cannot read `)],
      [["run", file, `--${flag}`, "@/dev/zero"], new RegExp(`--${flag}: cannot read .*more than 256 MiB`)],
    ]),
    [["run", file, "--event", `@${nul}`], /--event is not JSON, at line 1, column 3: it has a NUL/],
    [["run", file, "--env", nul], /nul:1: a NUL character/],
    [["run", file, "--env", huge], /huge: it has more than 256 MiB/],
    [["run", file, "--env", folder(t)], /Is a directory/],
    [["run", file, "--ca", huge], /huge/],
    [["run", file, "--ca", nul], /nul holds no certificate/],
    [["run", file, "--ca", folder(t)], /--ca: .*: Is a directory/],
    [["run", file, "--log", folder(t)], /--log: cannot write .*: Is a directory/],
    [[], /which command.*\n.*--help/],
    [["run", "--allow-net", "10.0.0.1", file, "--timeout", "0s"], /--timeout/],
  ]) {
    const { status, signal, stdout, stderr } = await sendoff(args);
    assert.deepEqual([status, signal, stdout], [2, null, ""], args.join(" "));
    assert.match(stderr, word);
  }
});

test("a syntax error names file, line and column, in JSON too", async (t) => {
  const { status, step: result, requests } = await run(step(t, "export default () => {\n  const a = ;\n};"));
  assert.equal(status, 1);
  assert.equal(result.status, "error");
  assert.equal(result.error.name, "SyntaxError");
  assert.match(result.error.stack, /step\.mjs:2:13/);
  assert.deepEqual(requests, []);
});

test("a step that throws shows its error with its own lines, and its requests are sent", async (t) => {
  const { error, requests } = await fails(t, `throw new RangeError("too far", { cause: new Error("the map") });`);
  assert.equal(error.name, "RangeError");
  assert.equal(error.message, "too far");
  assert.match(error.stack, /step\.mjs:3:\d+/);
  assert.equal(error.cause.message, "the map");
  assert.equal(requests[0].outcome, "delivered");
});

test("an endless loop ends at the time limit and its requests are not sent", async (t) => {
  const ended = await fails(t, "for (;;);", "--timeout", "200ms");
  assert.equal(ended.step.status, "terminated");
  assert.match(ended.error.message, /200 ms/);
  assert.match(ended.error.hint, /--timeout/);
  assertDiscarded(ended, "terminated");
});

test("an endless wait ends at the time limit", async (t) => {
  const ended = await fails(t, "await new Promise(() => setInterval(() => {}, 10));", "--timeout", "200ms");
  assert.equal(ended.step.status, "terminated");
  assertDiscarded(ended, "terminated");
});

test("--deliver always sends what a terminated run had asked for", async (t) => {
  const { requests, server } = await fails(t, "for (;;);", "--timeout", "200ms", "--deliver", "always");
  assert.equal(requests[0].outcome, "delivered");
  assert.equal(server.received.length, 1);
});

test("an allocation bomb ends at the memory limit and not the process", async (t) => {
  const ended = await fails(t, "const all = []; for (;;) all.push(new Array(1000).fill(all.length));", "--memory", "64MB");
  assert.equal(ended.step.status, "terminated");
  assert.match(ended.error.message, /64 MB/);
  assert.match(ended.error.hint, /--memory/);
  assertDiscarded(ended, "terminated");
});

test("a promise that can never settle is an error at once", async (t) => {
  const ended = await fails(t, "await new Promise(() => {});");
  assert.equal(ended.step.status, "error");
  assert.match(ended.error.message, /never settle/);
  assertDiscarded(ended, "not_settled");
});

test("a result that is no JSON is an error that names the place, where that is asked for", async (t) => {
  const { error } = await fails(t, "return { list: [1, { bad: 10n }] };", "--strict-results");
  assert.match(error.message, /list.*1.*bad/);
});

test("a missing module names who asked for it", async (t) => {
  const { status, step: result } = await run(step(t, `import x from "./gone.mjs";\nexport default () => x;`));
  assert.equal(status, 1);
  assert.match(result.error.message, /gone\.mjs/);
  assert.match(result.error.message + result.error.stack, /step\.mjs/);
});

test("a CommonJS module that throws, or is none, is the step's failure", async (t) => {
  const home = folder(t);
  for (const [name, text] of [["throws.cjs", `throw new Error("boom")`], ["broken.cjs", "module.exports = {"], ["asks.cjs", `require("./nothere")`]]) {
    writeFileSync(join(home, name), text);
    writeFileSync(join(home, "step.mjs"), `import x from "./${name}"; export default () => x;`);
    const failed = await run(join(home, "step.mjs"));
    assert.equal(failed.status, 1, name);
    writeFileSync(join(home, "step.mjs"), `export default () => import("./${name}").catch((error) => error.name);`);
    const caught = await run(join(home, "step.mjs"));
    assert.equal(caught.status, 0, name);
    assert.match(caught.step.return_value, /Error/);
  }
});

test("closed standard streams and a full disk are no crash", (t) => {
  const file = step(t, `export default () => $send.http({ method: "POST", url: "http://127.0.0.1:9/" })`);
  const status = (redirections) => {
    const script = `"$SENDOFF_BINARY" run "$0" --json --allow-private ${redirections}; echo $? >&3`;
    return execFileSync("sh", ["-c", `{ ${script}; } 3>&1 >/dev/null 2>/dev/null`, file], { encoding: "utf8" }).trim();
  };
  assert.equal(status("<&-"), "0");
  assert.equal(status("<&- 2>&-"), "0");
  assert.equal(status(">/dev/full"), "2");
});

test("a module that is a pipe is refused instead of waited for", async (t) => {
  const home = folder(t);
  execFileSync("mkfifo", [join(home, "pipe.mjs")]);
  writeFileSync(join(home, "step.mjs"), `import "./pipe.mjs"; export default () => 1;`);
  const { status, step: result } = await run(join(home, "step.mjs"));
  assert.equal(status, 1);
  assert.match(result.error.message, /pipe\.mjs.*not a file/);
});

test("a pipe that the shell made may be the event", (t) => {
  const file = step(t, "export default ({ steps }) => steps.trigger.event");
  const script = `"$SENDOFF_BINARY" run "$0" --json --event @<(echo 7) --steps - <<< '{}'`;
  const stdout = execFileSync("bash", ["-c", script, file], { encoding: "utf8" });
  assert.equal(JSON.parse(stdout).step.return_value, 7);
});

test("a step from a pipe is read, once", () => {
  // By a shell: Node's own pipes are sockets, which nobody can open by name.
  const script = `echo "export default () => 5" | "$SENDOFF_BINARY" run /dev/stdin --json`;
  const stdout = execFileSync("sh", ["-c", script], { encoding: "utf8" });
  assert.equal(JSON.parse(stdout).step.return_value, 5);
});

test("what sendoff cannot call a step gets an error that shows the shapes", async (t) => {
  const { status, step: result } = await run(step(t, "export default 42;"));
  assert.equal(status, 1);
  assert.match(result.error.message, /defineComponent/);
});

test("a wrong call throws at the call, with its place and its code, and buffers nothing", async (t) => {
  const source = `export default () => {
  const options = { method: "POST", url: "https://example.com", body: { a: 1 } };
  $send.http(options);
};`;
  const { step: result, requests } = await run(step(t, source));
  assert.equal(result.error.name, "TypeError");
  assert.equal(result.error.code, "ERR_SEND_INVALID_ARG");
  assert.match(result.error.message, /^\$send\.http: invalid value \[object\] for body: .*`data`/);
  assert.match(result.error.stack, /step\.mjs:3:9/);
  assert.deepEqual(requests, []);
});

test("reading a response that is not there gets a hint", async (t) => {
  const { error } = await fails(t, `const { data } = undefined; return data;`);
  assert.match(error.hint, /returns undefined/);
});

test("what a step says cannot command the terminal", async (t) => {
  const file = step(t, `export default () => { console.log("\\u001b[2J\\u0007"); throw new Error("\\u001b[31mred"); }`);
  const { stdout } = await sendoff(["run", file]);
  assert.ok(!/[\u0000-\u0008\u000b-\u001f\u007f]/.test(stdout), JSON.stringify(stdout));
  assert.match(stdout, /\\x1b\[31mred/);
});

test("nothing that cannot be seen reaches the terminal, in a report or as JSON", async (t) => {
  const hidden = "\u009b\u00ad\u061c\u200b\u200d\u2028\u202e\u2066\u2069\ufeff\u{e0041}\u007f";
  const server = await startServer(t, { answer: (_, response) => response.end(hidden) });
  const file = step(t, `export default async ({ $ }) => {
    const hidden = ${JSON.stringify(hidden)};
    console.log(hidden);
    $send.http({ method: "POST", url: "${server.url}", data: { hidden } });
    $.export("hidden", { [hidden]: hidden });
    const error = new Error(hidden);
    error.name = hidden;
    throw error;
  }`);
  const seen = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/u;
  for (const args of [[], ["-v"], ["--quiet"], ["--json"]]) {
    const { stdout, stderr } = await sendoff(["run", file, "--allow-private", ...args]);
    assert.doesNotMatch(stdout + stderr, seen, args[0]);
    if (args[0] !== "--json") continue;
    const { step: result, requests } = JSON.parse(stdout);
    assert.equal(result.console[0].text, hidden);
    assert.deepEqual(result.exports.hidden, { [hidden]: hidden });
    assert.equal(requests[0].response.body.text, hidden);
  }
});

test("no text of a step or a server can pass for a line of the report", async (t) => {
  const forged = "x\n  returned 2\n    POST https://bank.example/  200 OK  1.0 ms";
  const server = await startServer(t, { answer: (_, response) => response.end(forged) });
  const file = step(t, `export default () => {
    console.log(${JSON.stringify(forged)});
    $send.http({ method: "POST", url: "${server.url}", data: ${JSON.stringify(forged)} });
    throw new Error(${JSON.stringify(forged)});
  }`);
  for (const args of [[], ["-v"], ["--quiet"]]) {
    const { stdout, stderr } = await sendoff(["run", file, "--allow-private", ...args]);
    assert.doesNotMatch(stdout + stderr, /^ *(returned|POST https:\/\/bank)/m);
    assert.match(stdout + stderr, /^ +\| +POST https:\/\/bank/m);
  }
});

test("relative imports and JSON are read from beside the step", async (t) => {
  const home = folder(t);
  mkdirSync(join(home, "lib"));
  writeFileSync(join(home, "lib", "name.mjs"), `export const name = "Leia";`);
  writeFileSync(join(home, "step.mjs"), `import { name } from "./lib/name.mjs"; export default () => name;`);
  const { status, step: result } = await run(join(home, "step.mjs"));
  assert.equal(status, 0);
  assert.equal(result.return_value, "Leia");
});

// Every flag that takes a number, a time or a size, at its ends and past them.
const senseless = ["0", "-1", "", "nan", "inf", "1e999", "99999999999999999999999999", "-9223372036854775808", "x", "0x"];
const numbers = {
  "--timeout": [["1ms", "1440m", "86400s"], [...senseless, "0ms", "-1s", "5", "1441m", "99999999999999999999s", "nans"]],
  "--cpu-time": [["1s", "1440m"], [...senseless, "0s", "-1ms", "1441m"]],
  "--request-timeout": [["1ms", "1440m"], [...senseless, "0s", "-1ms", "1441m"]],
  "--memory": [["1MB", "33554433", "1GB", "1TB"], [...senseless, "1", "1048575", "0MB", "-1MB", "1025GB", "99999999999999999999GB"]],
  "--max-requests": [["1", "10000000"], [...senseless, "10000001", "1.5"]],
  "--concurrency": [["1", "100000"], [...senseless, "100001", "1.5"]],
  "--concurrency-per-origin": [["1", "100000"], [...senseless, "100001", "1.5"]],
};
for (const [flag, [good, bad]] of Object.entries(numbers)) {
  test(`${flag} takes what makes sense, and says so of anything else`, async (t) => {
    const file = step(t, "export default () => { for (let i = 0; i < 10; ++i); }");
    for (const value of good) {
      const { status, stderr } = await sendoff(["run", file, `${flag}=${value}`, "-q"]);
      // A millisecond may be too short for any step.
      assert.ok(status === 0 || (status === 1 && value === "1ms"), `${value}: ${stderr}`);
    }
    for (const value of bad) {
      const { status, signal, stdout, stderr } = await sendoff(["run", file, `${flag}=${value}`]);
      assert.deepEqual([status, signal, stdout], [2, null, ""], `${value}: ${stderr}`);
      assert.match(stderr, new RegExp(flag), value);
    }
  });
}

test("sink takes numbers that make sense, and says so of anything else", async () => {
  for (const [flag, values] of [
    ["--port", ["-1", "65536", "x", "99999999999999999999", "1.5"]],
    ["--status", ["0", "-1", "199", "600", "x", "99999999999999999999"]],
    ["--delay", ["-1", "86400001", "x", "99999999999999999999"]],
  ]) {
    for (const value of values) {
      const { status, signal, stderr } = await sendoff(["sink", `${flag}=${value}`]);
      assert.deepEqual([status, signal], [2, null], `${flag} ${value}: ${stderr}`);
      assert.match(stderr, new RegExp(flag), `${flag} ${value}`);
    }
  }
});
