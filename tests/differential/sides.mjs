// The two sides of the comparison: the same option objects, made from the same source, given to
// axios and to $send.http, each in a process of its own.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { folder, run } from "../e2e/support/sendoff.mjs";

const axiosSide = fileURLToPath(new URL("axios_side.mjs", import.meta.url));

// Sends each case by axios. Resolves to one entry a case: null, or the message of its error.
export async function sendByAxios(sources, url) {
  const child = spawn(process.execPath, [axiosSide, url], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(sources));
  return JSON.parse(await text(child.stdout));
}

// The same by $send.http.
export async function sendBySendoff(t, sources, url) {
  const file = join(folder(t), "cases.mjs");
  const cases = sources.map((source) => `(BASE) => (${source}),`).join("\n");
  writeFileSync(file, `const cases = [\n${cases}\n];
export default () => cases.map((make, index) => {
  try {
    $send.http(make(${JSON.stringify(url)} + "/sendoff/" + index));
    return null;
  } catch (error) {
    return error.name + ": " + error.message;
  }
});`);
  const { step, requests } = await run(file, "--allow-private");
  if (step.status !== "ok") throw new Error(step.error.stack);
  const undelivered = requests.find(({ outcome }) => outcome !== "delivered");
  if (undelivered) throw new Error(JSON.stringify(undelivered));
  return step.return_value;
}
