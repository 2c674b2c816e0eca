// What a person at a terminal is shown.
import assert from "node:assert/strict";
import { test } from "node:test";

import { sendoff, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

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
