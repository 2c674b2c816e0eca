// The web platform tests of the classes that steps have, each file as a step of its own. What fails
// must be in expected_failures.json with its reason, and what is there must fail.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { folder, run } from "../e2e/support/sendoff.mjs";

const root = process.env.WPT;
const harness = fileURLToPath(new URL("harness.mjs", import.meta.url));
// An entry with `before` is for V8s older than that, one with `mayPass` for what passes in part.
const expected = JSON.parse(readFileSync(new URL("expected_failures.json", import.meta.url), "utf8"));
const v8 = /^V8 (\d+)\.(\d+)/m.exec(execFileSync(process.env.SENDOFF_BINARY, ["--version"], { encoding: "utf8" }));
const folders = [
  "url", "FileAPI/blob", "FileAPI/file", "encoding", "encoding/legacy-mb-schinese/gb18030",
  "encoding/legacy-mb-schinese/gbk", "console", "dom/abort", "dom/events", "hr-time",
  "html/webappapis/atob", "html/webappapis/microtask-queuing", "html/webappapis/structured-clone",
  "html/webappapis/timers", "user-timing", "performance-timeline", "FileAPI/url", "compression", "encoding/streams", "streams", "streams/piping", "streams/readable-byte-streams",
  "streams/readable-byte-streams/crashtests", "streams/readable-streams", "streams/readable-streams/crashtests",
  "streams/transferable", "streams/transform-streams", "streams/writable-streams",
];

// Debian's package lacks the parser that idlharness.js needs; the others ask a server, or wait for entries of
// what was fetched.
const left = /\/(idlharness|send-file-formdata.*|droppedentriescount)\.any\.js$/;

const read = (name) => readFileSync(join(root, name), "utf8");

// Scripts that a test file asks for in its head.
function metaScripts(name, text) {
  return [...text.matchAll(/^\/\/ META: script=(\S+)$/gm)].map(([, path]) =>
    path.startsWith("/") ? path.slice(1) : posix.join(dirname(name), path),
  );
}

// Debian's package lacks pako, by which some of the tests of compression unpack.
const isWhole = (name) => metaScripts(name, read(name)).every((script) => existsSync(join(root, script)));

function resourcesOf(directory) {
  const found = {};
  for (const place of [`${directory}/resources`, "fetch/data-urls/resources"]) {
    const names = existsSync(join(root, place)) ? readdirSync(join(root, place)) : [];
    for (const name of names.filter((one) => one.endsWith(".json"))) found[`${place}/${name}`] = read(`${place}/${name}`);
  }
  return found;
}

async function runFile(t, name) {
  const text = read(name);
  const scripts = ["resources/testharness.js", ...metaScripts(name, text), name].map(read);
  const event = join(folder(t), "event.json");
  writeFileSync(event, JSON.stringify({ folder: dirname(name), resources: resourcesOf(dirname(name)), scripts }));
  const { step } = await run(harness, "--event", `@${event}`);
  if (step.status !== "ok") return [{ name: "(the file)", passed: false, message: step.error.stack }];
  const { harness: problem, tests } = step.return_value;
  return problem === null ? tests : [...tests, { name: "(the file)", passed: false, message: problem }];
}

// Whether an entry of expected_failures.json means a failure: it has names, or a pattern of them or
// of messages.
function means({ tests, pattern, message }, failure) {
  if (tests) return tests.includes(failure.name);
  return message ? new RegExp(message).test(failure.message) : new RegExp(pattern, "i").test(failure.name);
}

function isOlderThan(version) {
  const [major, minor] = version.split(".").map(Number);
  return Number(v8[1]) < major || (Number(v8[1]) === major && Number(v8[2]) < minor);
}

const entriesOf = (file) => (expected[file] ?? []).filter(({ before }) => !before || isOlderThan(before));

// What is wrong with how a file came out: complaints, one a test.
function complaints(file, results) {
  const entries = entriesOf(file);
  const failed = results.filter(({ passed }) => !passed);
  const found = failed
    .filter((failure) => !entries.some((entry) => means(entry, failure)))
    .map(({ name, message }) => `${name}: ${message}`);
  for (const entry of entries.filter(({ mayPass }) => !mayPass)) {
    const stale = (entry.tests ?? [undefined]).filter((name) => !failed.some((one) => (name ? one.name === name : means(entry, one))));
    for (const name of stale) found.push(`${name ?? entry.reason}: it passes; take it out of expected_failures.json`);
  }
  if (results.length === 0) found.push("it has no tests");
  return found;
}

for (const directory of folders) {
  test(`${directory}: what fails is known, and what is known fails`, async (t) => {
    const files = readdirSync(join(root, directory)).filter((name) => name.endsWith(".any.js") && !left.test(`/${name}`) && isWhole(`${directory}/${name}`));
    const wrong = [];
    const share = (results) => {
      const passed = results.filter((result) => result.passed).length;
      return `${passed} of ${results.length} (${((100 * passed) / results.length).toFixed(2)} %)`;
    };
    const all = [];
    for (const file of files.map((name) => `${directory}/${name}`)) {
      const results = await runFile(t, file);
      all.push(...results);
      const reasons = entriesOf(file).map(({ reason }) => reason);
      if (reasons.length > 0) t.diagnostic(`${file}: ${share(results)}: ${reasons.join("; ")}`);
      wrong.push(...complaints(file, results).map((text) => `${file}: ${text}`));
    }
    t.diagnostic(`${directory}: ${share(all)}`);
    assert.equal(wrong.join("\n"), "");
  });
}

test("every expected failure has a reason and a file", () => {
  for (const [file, entries] of Object.entries(expected)) {
    assert.ok(entries.every(({ reason }) => reason), `${file} has no reason`);
    assert.ok(existsSync(join(root, file)), `there is no ${file}`);
  }
});
