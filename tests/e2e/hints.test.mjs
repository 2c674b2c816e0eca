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
  { name: "a forgotten await in data", pattern: "data\\.user is a promise", where: inWarnings,
    body: (url) => `for (let i = 0; i < 3; i++) $send.http({ method: "POST", url: "${url}/", data: { i, user: (async () => 1)() } });` },
  { name: "a forgotten await in a result", pattern: "return_value\\.user is a promise", where: inWarnings,
    body: () => `return { user: (async () => 1)() };` },
  { name: "a URL with a value that is missing", pattern: "the URL holds `undefined`", where: inRecords,
    body: (url) => `for (let i = 0; i < 3; i++) $send.http({ method: "POST", url: \`${url}/users/\${undefined}\`, data: { i } });` },
  { name: "a header with a value that is missing", pattern: "the header Authorization holds `undefined`", where: inRecords,
    body: (url) => `for (let i = 0; i < 3; i++) $send.http({ method: "POST", url: "${url}", data: { i }, headers: { Authorization: \`Bearer \${undefined}\` } });` },
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

// Each row of js/core/hints.js: a step that fails, what its hint says, and the step that follows the hint.
const slips = [
  { name: "axios is not defined", pattern: 'import axios from "axios"', args: ["--allow-private"],
    broken: (url) => `export default async () => (await axios.get("${url}")).data`,
    mended: (url) => `import axios from "axios"; export default async () => (await axios.get("${url}")).data` },
  { name: "axios is not defined in bare statements", pattern: 'const axios = require\\("axios"\\)', args: ["--allow-private"],
    broken: (url) => `return (await axios.get("${url}")).data`,
    mended: (url) => `const axios = require("axios"); return (await axios.get("${url}")).data` },
  { name: "a response's json()", pattern: "response\\.data", args: ["--allow-private"],
    broken: (url) => `import axios from "axios"; export default async () => (await axios.get("${url}")).json()`,
    mended: (url) => `import axios from "axios"; export default async () => (await axios.get("${url}")).data` },
  { name: "process.exit", pattern: "write `return`",
    broken: () => `export default () => { process.exit(0); };`, mended: () => `export default () => { return; };` },
  { name: "$ that is not taken", pattern: "async run\\(\\{ steps, \\$ \\}\\)",
    broken: () => `export default { async run() { $.export("a", 1); } };`,
    mended: () => `export default { async run({ steps, $ }) { $.export("a", 1); } };` },
  { name: "steps that are not taken", pattern: "export default async \\(\\{ steps, \\$ \\}\\)",
    broken: () => `export default () => steps.trigger.event;`, mended: () => `export default async ({ steps, $ }) => steps.trigger.event;` },
  { name: "the event of a component", pattern: "steps\\.trigger\\.event",
    broken: () => `export default { run() { return event; } };`, mended: () => `export default { async run({ steps, $ }) { return steps.trigger.event; } };` },
  { name: "params in a component", pattern: "this\\.name", args: ["--props", '{"name":"x"}'],
    broken: () => `export default { props: { name: "string" }, run() { return params.name; } };`,
    mended: () => `export default { props: { name: "string" }, run() { return this.name; } };` },
  { name: "module.exports in an ES module", pattern: "export default",
    broken: () => `import axios from "axios"; module.exports = { run() {} };`, mended: () => `import axios from "axios"; export default { run() {} };` },
  { name: "__dirname in an ES module", pattern: "import\\.meta\\.dirname",
    broken: () => `export default () => __dirname;`, mended: () => `export default () => import.meta.dirname;` },
  { name: "pd of Python", pattern: "it is `\\$`",
    broken: () => `export default () => { pd.export("a", 1); };`, mended: () => `export default async ({ $ }) => { $.export("a", 1); };` },
  { name: "a name that is nearly one", pattern: "Did you mean console\\?",
    broken: () => `export default () => { consle.log(1); };`, mended: () => `export default () => { console.log(1); };` },
  { name: "a method that is nearly one", pattern: "Did you mean \\$\\.export\\?",
    broken: () => `export default ({ $ }) => { $.exprot("a", 1); };`, mended: () => `export default ({ $ }) => { $.export("a", 1); };` },
  { name: "a method of JavaScript's that is nearly one", pattern: "Did you mean JSON\\.stringify\\?",
    broken: () => `export default () => JSON.stringfy({});`, mended: () => `export default () => JSON.stringify({});` },
  { name: "an account that is no prop's", pattern: "this\\.name\\.\\$auth", args: ["--props", '{"slack":{"$auth":{"token":"t"}}}'],
    broken: () => `export default { run() { return !this.app.$auth.token; } };`,
    mended: () => `export default { props: { slack: { type: "app", app: "slack" } }, run() { return !this.slack.$auth.token; } };` },
  { name: "an event that was not given", pattern: "no --event was given", argsOfMended: ["--event", '{"body":{"name":"x"}}'],
    broken: () => `export default ({ steps }) => steps.trigger.event.body.name;`, mended: () => `export default ({ steps }) => steps.trigger.event.body.name;` },
  { name: "steps that were not given", pattern: "no --steps was given", argsOfMended: ["--steps", '{"first":{"$return_value":1}}'],
    broken: () => `export default ({ steps }) => steps.first.$return_value;`, mended: () => `export default ({ steps }) => steps.first.$return_value;` },
  { name: "an object that is parsed", pattern: "leave JSON\\.parse\\(\\) out",
    broken: () => `export default () => JSON.parse({ a: 1 });`, mended: () => `export default () => ({ a: 1 });` },
  { name: "await in a function that is not async", pattern: "Write `async` before",
    broken: () => `export default () => { await null; };`, mended: () => `export default async () => { await null; };` },
  { name: "return in an ES module", pattern: "export default async \\(\\{ steps, \\$ \\}\\)",
    broken: () => `import axios from "axios"; return 1;`, mended: () => `import axios from "axios"; export default async ({ steps, $ }) => { return 1; }` },
  { name: "a browser's name", pattern: "belongs to a browser",
    broken: () => `export default () => { alert("x"); };`, mended: () => `export default () => { console.log("x"); };` },
];

for (const { name, pattern, broken, mended, args = [], argsOfMended = args } of slips) {
  test(`the hint of ${name} mends it`, async (t) => {
    const server = await startFound(t);
    const failed = await run(step(t, broken(server.url)), ...args);
    assert.equal(failed.step.status, "error");
    assert.match(failed.step.error.hint ?? "", new RegExp(pattern), failed.step.error.stack);
    const worked = await run(step(t, mended(server.url)), ...argsOfMended);
    assert.equal(worked.step.status, "ok", worked.step.error?.stack);
  });
}

test("slips of names in calls and props name the nearest", async (t) => {
  const sent = await run(step(t, `export default () => $send.htp({});`));
  assert.match(sent.step.error.message, /did you mean \$\.send\.http\?/);
  const given = await run(step(t, `export default { props: { name: { type: "string", optional: true } }, run() {} };`), "--props", '{"nmae":"x"}');
  assert.match(inWarnings(given), /props\.nmae .* did you mean name\?/);
  const option = await run(step(t, `export default () => $send.http({ method: "GET", url: "http://127.0.0.1:9", header: {} });`), "--sink");
  assert.match(inWarnings(option) + inRecords(option), /header is not an option.*did you mean headers\?/);
});

test("an ignored timeout names the flag", async (t) => {
  const result = await run(step(t, `export default () => $send.http({ method: "GET", url: "http://127.0.0.1:9", timeout: 1 });`));
  assert.match(inWarnings(result) + inRecords(result), /timeout is not an option.*--request-timeout/);
});

test("a forgotten await is told with the place of a timer and the URL of a request", async (t) => {
  const server = await startFound(t);
  const request = await run(step(t, `import axios from "axios";
export default () => {
  axios.get("${server.url}/path?key=secret");
  setTimeout(() => {}, 60_000);
  setInterval(() => {}, 60_000).unref();
};`), "--allow-private");
  const warnings = inWarnings(request);
  assert.match(warnings, new RegExp(`a request was still waiting .*\\(GET ${server.url}/path`), warnings);
  assert.match(warnings, /a timer was still running \(setTimeout at step\.mjs:4:3\)/, warnings);
  assert.doesNotMatch(warnings, /secret/);
});

test("a built-in package may be asked for by its version", async (t) => {
  const file = step(t, `import axios from "axios@1.7.2"; import { ConfigurationError } from "@pipedream/platform@3";
import same from "axios@^1.7.2"; export default () => [typeof axios.get, typeof ConfigurationError, axios === same];`);
  const { step: ran } = await run(file);
  assert.deepEqual(ran.return_value, ["function", "function", true], ran.error?.stack);
  assert.equal(ran.warnings.length, 1, ran.warnings.join("\n"));
  assert.match(ran.warnings[0], /asks for axios 1\.7\.2; sendoff has \d+\.\d+\.\d+ built in/);
});
