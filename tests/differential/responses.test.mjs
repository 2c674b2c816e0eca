// What curl, undici and sendoff read from the same bytes: every fixture of tests/fixtures/http1 is sent
// to each. Where they disagree, docs/response-differences.md has to say so, and why.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import net from "node:net";
import { test } from "node:test";

import { readFixtures } from "./fixtures.mjs";
import { readByCurl, readBySendoff, readByUndici } from "./readers.mjs";

const fixtures = readFixtures(process.env.FIXTURES);
const page = readFileSync(process.env.DIFFERENCES_PAGE, "utf8");
const kAtOnce = 16;

// The page's lines "* curl: `name`, `name`" as {curl: Set, undici: Set}.
function listed() {
  const found = { curl: new Set(), undici: new Set() };
  for (const [, reader, names] of page.matchAll(/^\* (curl|undici)[^:\n]*: (.*(?:\n  .*)*)/gm)) {
    for (const [, name] of names.replace(/\n  /g, " ").matchAll(/`([^`]+)`/g)) found[reader].add(name);
  }
  return found;
}

// Serves each fixture on a port of its own, so that no connection is used twice.
async function serve(t) {
  return Promise.all(fixtures.map(async ({ bytes }) => {
    const server = net.createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(bytes));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    return `http://127.0.0.1:${server.address().port}/`;
  }));
}

async function readAll(read, urls) {
  const results = [];
  for (let start = 0; start < fixtures.length; start += kAtOnce) {
    const batch = fixtures.slice(start, start + kAtOnce);
    results.push(...(await Promise.all(batch.map((fixture, i) => read(fixture, urls[start + i])))));
  }
  return results;
}

const sorted = (headers) => headers.map((header) => header.join(": ")).sort();

// What differs, or null. What was seen of a response that is refused or cut off is nobody's promise.
// undici.request does not decode, so a coded body is compared with curl's alone.
function difference(reader, theirs, ours) {
  if (theirs.verdict !== ours.verdict) return `${theirs.verdict}, here ${ours.verdict}`;
  if (ours.verdict !== "whole") return null;
  const coded = ours.headers.some(([name]) => name === "content-encoding");
  const parts = { status: (one) => one.status, headers: (one) => sorted(one.headers), body: (one) => one.body };
  if (reader === "undici" && coded) delete parts.body;
  for (const [name, part] of Object.entries(parts)) {
    const [a, b] = [part(theirs), part(ours)].map((value) => JSON.stringify(value));
    if (a !== b) return `${name} ${a}, here ${b}`;
  }
  return null;
}

function compare(reader, theirs, ours) {
  const wanted = listed()[reader];
  const found = new Map();
  fixtures.forEach(({ name }, i) => {
    const what = difference(reader, theirs[i], ours[i]);
    if (what) found.set(name, what);
  });
  return [
    ...[...found].filter(([name]) => !wanted.has(name)).map(([name, what]) => `not on the page: \`${name}\`: ${what}`),
    ...[...wanted].filter((name) => !found.has(name)).map((name) => `on the page, but there is no such difference: \`${name}\``),
  ].join("\n");
}

test("sendoff reads every fixture as curl and undici do, or the page says why not", async (t) => {
  const urls = await serve(t);
  const ours = await readBySendoff(t, fixtures, urls);
  const byUndici = compare("undici", await readAll(readByUndici, urls), ours);
  const byCurl = compare("curl", await readAll(readByCurl, urls), ours);
  assert.equal(byUndici, "");

  // Other versions of curl differ from each other; the page speaks of one.
  const [, version] = execFileSync("curl", ["--version"], { encoding: "utf8" }).match(/^curl (\d+\.\d+)/);
  if (page.includes(`curl ${version}`)) {
    assert.equal(byCurl, "");
  } else if (byCurl) {
    t.diagnostic(`curl ${version}, of which the page does not speak:\n${byCurl}`);
  }
});
