// What a step's author is told beside what happened: each once a run in the JSON document, however
// often the step repeats its mistake, and once on the terminal.
import assert from "node:assert/strict";
import { test } from "node:test";

import { run, sendoff, step } from "./support/sendoff.mjs";
import { startServer } from "./support/servers.mjs";

const startFound = (t) => startServer(t, {
  answer: (request, response) =>
    request.url === "/moved" ? response.writeHead(302, { Location: "/there" }).end() : response.end("ok"),
});

// Text of the terminal as one line, because it may be broken anywhere.
const flat = (text) => text.replace(/\s+/g, " ");
const times = (text, pattern) => [...text.matchAll(new RegExp(pattern, "g"))].length;

const inWarnings = (result) => result.step.warnings.join("\n");
const inRecords = (result) => [...new Set(result.requests.flatMap(({ warnings }) => warnings))].join("\n");
const inError = (result) => result.step.error?.hint ?? "";

const hints = [
  { name: "an unknown property", pattern: "timeout is not an option", where: inWarnings,
    body: (url) => `for (let i = 0; i < 3; i++) $send.http({ method: "GET", url: "${url}/", timeout: i });` },
  { name: "text that looks like JSON", pattern: "looks like JSON", where: inWarnings,
    body: (url) => `for (let i = 0; i < 3; i++) $send.http({ method: "POST", url: "${url}/", data: '{"i":' + i + '}' });` },
  { name: "a body with GET", pattern: "which many servers ignore", where: inWarnings,
    body: (url) => `for (let i = 0; i < 3; i++) $send.http({ method: "GET", url: "${url}/", data: { i } });` },
  { name: "code that was still running", pattern: "were still running", where: inWarnings,
    body: () => `for (let i = 0; i < 3; i++) setTimeout(() => {}, 60_000);` },
  { name: "a response that is not there", pattern: "returns undefined", where: inError,
    body: (url) => `const { data } = await $send.http({ method: "GET", url: "${url}/" }); return data;` },
  { name: "a redirect that was not followed", pattern: "was not followed", where: inRecords,
    body: (url) => `for (let i = 0; i < 3; i++) $send.http({ method: "POST", url: "${url}/moved", data: { i } });` },
];

for (const { name, pattern, where, body } of hints) {
  test(`the hint of ${name} is given once`, async (t) => {
    const server = await startFound(t);
    const file = step(t, `export default async () => { ${body(server.url)} };`);
    const result = await run(file, "--allow-private");
    assert.equal(times(where(result), pattern), 1, JSON.stringify(result, null, 1));
    const { stdout } = await sendoff(["run", file, "--allow-private"]);
    assert.equal(times(flat(stdout), pattern), 1, stdout);
  });
}

test("a TypeError without a call, or about something else, gets no hint of a response", async (t) => {
  for (const body of ["const { data } = undefined;", `$send.http({ method: "GET", url: "http://127.0.0.1:1" }); null.x();`]) {
    const { step: { error } } = await run(step(t, `export default () => { ${body} };`));
    assert.equal(error.name, "TypeError");
    assert.ok(!error.hint, `${body}: ${error.hint}`);
  }
});
