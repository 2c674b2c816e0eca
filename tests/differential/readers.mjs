// curl, undici and sendoff as readers of a response: each gives {verdict, status, headers, body}, where
// the verdict is "whole", "cut off" or "refused", headers are [name in lower case, value], and the body
// is a latin1 string.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";

import { folder, run } from "../e2e/support/sendoff.mjs";

const { default: undici } = await import(process.env.UNDICI_PACKAGE);

// (curl leaves a carriage return where a value is empty.)
const trimmed = (value) => value.replace(/^[ \t\r]+|[ \t\r]+$/g, "");

// A field as the log has it, from bytes as latin1: without blanks around, and without secrets.
const field = (name, value) => [name.toLowerCase(), /^set-cookie$/i.test(name) ? "[redacted]" : trimmed(value)];

// --compressed: curl then decodes what sendoff decodes.
export async function readByCurl({ toHead }, url) {
  const options = ["-sS", "--http1.1", "--compressed", "--max-time", "20", "-w", "%{stderr}\n%{http_code} %{header_json}"];
  const child = spawn("curl", ["-q", ...options, ...(toHead ? ["--head", "-o", "/dev/null"] : []), url], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const [body, said] = (await Promise.all([buffer(child.stdout), buffer(child.stderr)])).map((bytes) => bytes.toString("latin1"));
  const [, status, headers] = said.match(/^(\d{3}) (\{[^]*\})\s*$/m);
  const code = await ended;
  const cutOff = 18, empty = 52;
  return {
    verdict: code === 0 ? "whole" : code === cutOff || code === empty ? "cut off" : "refused",
    status: Number(status),
    headers: Object.entries(JSON.parse(headers)).flatMap(([name, values]) => values.map((value) => field(name, value))),
    body,
  };
}

export async function readByUndici({ toHead }, url) {
  const client = new undici.Client(url, { pipelining: 1 });
  const seen = { status: 0, headers: [], body: "" };
  try {
    const response = await client.request({ path: "/", method: toHead ? "HEAD" : "GET", responseHeaders: "raw" });
    seen.status = response.statusCode;
    for (let i = 0; i < response.headers.length; i += 2) {
      seen.headers.push(field(...response.headers.slice(i, i + 2).map((bytes) => Buffer.from(bytes).toString("latin1"))));
    }
    for await (const chunk of response.body) seen.body += chunk.toString("latin1");
    return { verdict: "whole", ...seen };
  } catch (error) {
    return { verdict: error.message === "other side closed" ? "cut off" : "refused", ...seen };
  } finally {
    await client.destroy();
  }
}

// All at once, by one run.
export async function readBySendoff(t, fixtures, urls) {
  const file = join(folder(t), "step.mjs");
  const requests = fixtures.map(({ toHead }, i) => ({ method: toHead ? "HEAD" : "GET", url: urls[i] }));
  writeFileSync(file, `export default () => ${JSON.stringify(requests)}.forEach((one) => $send.http(one));`);
  const { requests: records } = await run(file, "--allow-private");
  const verdicts = { truncated_response: "cut off", reset: "cut off", bad_response: "refused" };
  return records.map(({ outcome, error, response }) => ({
    verdict: outcome === "delivered" ? "whole" : verdicts[error.code] ?? error.code,
    status: response?.status ?? 0,
    headers: (response?.headers ?? []).map(([name, value]) => [name.toLowerCase(), Buffer.from(value).toString("latin1")]),
    body: response ? bodyOf(response.body) : "",
  }));
}

function bodyOf({ text, base64 }) {
  return (text === undefined ? Buffer.from(base64, "base64") : Buffer.from(text)).toString("latin1");
}
