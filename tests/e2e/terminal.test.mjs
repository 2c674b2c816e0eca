// What a person at a terminal is shown.
import assert from "node:assert/strict";
import { execFile as execFileLater } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

import { sendoff, start, step } from "./support/sendoff.mjs";
import { inTerminal, screenOf } from "./support/terminal.mjs";
import { startServer } from "./support/servers.mjs";

const execFile = promisify(execFileLater);

const answer = (request, response) => {
  const answers = {
    "/well": () => response.end("fine, and nobody needs to read it"),
    "/refuses": () => response.writeHead(422).end('{\n  "error": "no such channel"\n}'),
    "/breaks": () => response.writeHead(500).end("x\n".repeat(5000)),
    "/bytes": () => response.writeHead(500).end(Buffer.from([0, 1, 2, 255])),
  };
  answers[request.url]();
};

const sends = (url, path) => `export default () => $send.http({ method: "POST", url: "${url}${path}" });`;

test("an answer that is not 2xx is shown with its first lines, any other is not", async (t) => {
  const { url } = await startServer(t, { answer });
  const shown = async (path) => (await sendoff(["run", step(t, sends(url, path)), "--allow-private"])).stdout;
  assert.match(await shown("/refuses"), / {2}422 Unprocessable Entity .*\n {6}\| \{\n {6}\| {3}"error": "no such channel"\n {6}\| \}\n$/);
  assert.doesNotMatch(await shown("/well"), /nobody/);
  const long = await shown("/breaks");
  assert.equal(long.match(/\| x$/gm).length, 5);
  assert.match(long, /\| \.\.\.\n$/);
  assert.match(await shown("/bytes"), /500 Internal Server Error .* ms\n$/);
});

test("the answer stands under the AxiosError that it made, and once", async (t) => {
  const { url } = await startServer(t, { answer });
  const file = step(t, `import axios from "axios"; export default async () => { await axios.get("${url}/refuses"); };`);
  const { stdout } = await sendoff(["run", file, "--allow-private"]);
  assert.match(stdout, /AxiosError: Request failed with status code 422\n( {2}\| .*\n)* {4}\| \{\n {4}\| {3}"error": "no such channel"/);
  assert.equal(stdout.split("no such channel").length, 2);
  const { stderr } = await sendoff(["run", file, "--allow-private", "-q"]);
  assert.match(stderr, /status code 422[^]*no such channel/);
});

test("-q shows whatever makes the exit status 3, and nothing else", async (t) => {
  const { url } = await startServer(t, { answer });
  const quiet = (path) => sendoff(["run", step(t, sends(url, path)), "--allow-private", "-q", "--fail-on-send-error"]);
  const refused = await quiet("/refuses");
  assert.equal(refused.status, 3);
  assert.equal(refused.stdout, "");
  assert.match(refused.stderr, /POST .*\/refuses {2}422 [^]*no such channel/);
  assert.deepEqual(await quiet("/well"), { status: 0, signal: null, stdout: "", stderr: "" });
});

test("long values are cut, and -v shows them whole", async (t) => {
  const file = step(t, `export default ({ $ }) => { $.export("long", "é".repeat(5000)); return "x".repeat(5000); };`);
  const { stdout } = await sendoff(["run", file]);
  assert.ok(stdout.length < 5000, `${stdout.length}`);
  assert.match(stdout, /returned "x+\.\.\.\n {2} {2}5002 bytes in all; -v or --json shows them\n/);
  assert.doesNotMatch(stdout, /\\x|\ufffd/, "no character is cut");
  assert.match((await sendoff(["run", file, "-v"])).stdout, /x{5000}"\n/);
});

test("a long URL does not hide what came of it, and a failed one is whole", async (t) => {
  const { url } = await startServer(t, { answer: (_, response) => response.end() });
  const query = `/?q=${"x".repeat(500)}`;
  const { stdout } = await sendoff(["run", step(t, sends(url, query)), "--allow-private"]);
  assert.match(stdout, /\/\?q=x+\.\.\. {2}200 OK {2}/);
  assert.ok(!stdout.includes(query));
  const denied = await sendoff(["run", step(t, sends(url, query))]);
  assert.ok(denied.stdout.includes(query));
});

// ---- while it goes on --------------------------------------------------------------------------

test("console lines and requests appear while the step runs, and what it left behind as it is sent", async (t) => {
  let running;
  // Each answer waits until what came before it can be read.
  const before = { "/1": /log: before/, "/2": /\/1 {2}200 OK/, "/3": /step\.mjs {2}ok in/, "/4": /\/3 {2}200 OK/ };
  const { url } = await startServer(t, {
    answer: async (request, response) => {
      await running.printed(before[request.url]);
      response.end();
    },
  });
  const file = step(
    t,
    `import axios from "axios";
    export default async () => {
      console.log("before");
      await axios.get("${url}/1");
      await axios.get("${url}/2");
      $send.http({ method: "POST", url: "${url}/3" });
      $send.http({ method: "POST", url: "${url}/4" });
    };`,
  );
  running = start(["run", file, "--allow-private", "--ordered"]);
  const { status, stdout } = await running.ended;
  assert.equal(status, 0);
  assert.match(stdout, /^ {2}log: before\n {4}GET .*\/1 .*\n {4}GET .*\/2 .*\n\S+ {2}ok in .*\n {2}2 requests:\n {4}POST .*\/3 .*\n {4}POST .*\/4 .*\n$/);
});

test("a terminal has a line of progress, which is gone at the end", async (t) => {
  let running;
  const { url, received } = await startServer(t, {
    answer: async (request, response) => {
      if (request.url === "/last") await running.printed(/\rsent 2 \/ 3, 1 failed, \d+\.\d s\x1b\[K/);
      response.end();
    },
  });
  const file = step(
    t,
    `export default () => {
      for (const url of ["${url}/first", "http://127.0.0.1:1/", "${url}/last"]) $send.http({ method: "POST", url });
    };`,
  );
  running = inTerminal(["run", file, "--allow-private", "--ordered"]);
  const { status, stdout } = await running.ended;
  assert.equal(status, 0, stdout);
  assert.equal(received.length, 2);
  const screen = screenOf(stdout);
  assert.doesNotMatch(screen, /sent \d|running/);
  assert.match(screen, /^\S+ {2}ok in .*\n {2}3 requests:\n {4}POST .*\/first {2}200 OK .*\n[^]*\/last {2}200 OK .*\n$/);
});

test("nothing that is over at once, or that is no terminal, has progress", async (t) => {
  const file = step(t, "export default () => 1;");
  assert.equal((await sendoff(["run", file])).stderr, "");
  const { stdout } = await inTerminal(["run", file, "-q"]).ended;
  assert.equal(stdout, "");
});

test("of many requests the first have lines, then what failed, and all stand in a sum", async (t) => {
  const { url } = await startServer(t, { answer: (request, response) => response.writeHead(request.url === "/bad" ? 503 : 200).end() });
  const file = step(
    t,
    `export default () => {
      for (let i = 0; i < 300; ++i) $send.http({ method: "POST", url: "${url}/" + (i === 299 ? "bad" : i) });
    };`,
  );
  const host = new URL(url).host.replaceAll(".", "\\.");
  const { stdout } = await sendoff(["run", file, "--allow-private", "--ordered"]);
  assert.match(stdout, new RegExp(` {4}POST .*/bad {2}503 .*\n {2}300 requests in all; -v shows each:\n {6}1 {2}${host} {2}503 Service Unavailable\n {4}299 {2}${host} {2}200 OK\n$`));
  assert.ok(stdout.split("\n").length < 30, stdout);
  const all = await sendoff(["run", file, "--allow-private", "-v"]);
  assert.equal(all.stdout.match(/^ {4}POST /gm).length, 300);
});

test("what nobody reads any more ends the report and not the run", async (t) => {
  const { url, received } = await startServer(t);
  const file = step(
    t,
    `export default () => {
      for (let i = 0; i < 1000; ++i) console.log("x".repeat(1000));
      $send.http({ method: "POST", url: "${url}/" });
    };`,
  );
  const running = start(["run", file, "--allow-private"]);
  running.child.stdout.destroy();
  const { status, stderr } = await running.ended;
  assert.equal(status, 2);
  assert.match(stderr, /cannot write the report to standard output: Broken pipe/);
  assert.equal(received.length, 1);
});

// ---- colours -----------------------------------------------------------------------------------

test("colours are for terminals, unless somebody says otherwise", async (t) => {
  const file = step(t, 'export default () => { console.error("\\x1b[31mforged"); return 1; };');
  const colours = async (run, args = [], env = {}) => /\x1b\[32mok\x1b\[0m/.test((await run(["run", file, ...args], { env }).ended).stdout);
  assert.equal(await colours(start), false);
  assert.equal(await colours(inTerminal), true);
  assert.equal(await colours(start, ["--color", "always"]), true);
  assert.equal(await colours(inTerminal, ["--color=never"]), false);
  assert.equal(await colours(inTerminal, [], { NO_COLOR: "1" }), false);
  assert.equal(await colours(inTerminal, [], { NO_COLOR: "" }), true);
  assert.equal(await colours(inTerminal, [], { TERM: "dumb" }), false);
  assert.equal(await colours(start, [], { FORCE_COLOR: "1" }), true);
  assert.equal(await colours(inTerminal, [], { FORCE_COLOR: "0" }), false);
  assert.equal(await colours(start, ["--color", "never"], { FORCE_COLOR: "1" }), false);
  const { stdout } = await inTerminal(["run", file]).ended;
  assert.match(stdout, /\\x1b\[31mforged/, "what a step prints has no colour of its own");
});

// ---- --curl ------------------------------------------------------------------------------------

test("--curl repeats each request by curl, with secrets from the shell", async (t) => {
  const { url, received } = await startServer(t);
  const requests = [
    { method: "GET", url: `${url}/a?api_key=key-0123456789&b=%20[x]{y}` },
    { method: "POST", url: `${url}/b`, headers: { Authorization: "Bearer abc", "X-Empty": "" }, data: { password: "secret word", text: "it's \n$HOME \u202e" } },
    { method: "PUT", url: `${url}/c`, data: "plain\ttext '\\'" },
    { method: "DELETE", url: `${url}/d/../e`, headers: { "User-Agent": "x/1" } },
    { method: "HEAD", url: `${url}/f` },
  ];
  const file = step(t, `export default () => { for (const request of ${JSON.stringify(requests)}) $send.http(request); };`);
  const args = ["run", file, "--allow-private", "--ordered", "--curl", "--redact", "password,api_key"];
  const { stdout } = await sendoff(args);
  const commands = stdout.match(/^ {6}curl .*$/gm);
  assert.equal(commands.length, requests.length, stdout);
  assert.doesNotMatch(stdout, /key-0123456789|secret word|Bearer abc/);
  const first = received.splice(0);
  const env = { ...process.env, SECRET_AUTHORIZATION: "Bearer abc", SECRET_PASSWORD: "secret word", SECRET_API_KEY: "key-0123456789" };
  for (const command of commands) await execFile("bash", ["-c", `${command} -s -o /dev/null`], { env });
  const plain = ({ method, url, rawHeaders, body }) => {
    const headers = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []));
    const isOwn = /^(host|connection|content-length|accept-encoding|accept):/i;
    return { method, url, body, headers: headers.filter((line) => !isOwn.test(line)).sort() };
  };
  assert.deepEqual(received.map(plain), first.map(plain));
  await assert.rejects(execFile("bash", ["-c", commands[1]], { env: { PATH: process.env.PATH } }), /SECRET_AUTHORIZATION: parameter null or not set/);
});

test("--curl is refused where there is no report", async (t) => {
  const { status, stderr } = await sendoff(["run", step(t, "export default () => 1;"), "--curl", "--json"]);
  assert.equal(status, 2);
  assert.match(stderr, /--curl stands in the report, of which --json has nothing/);
});
