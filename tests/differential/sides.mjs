// The two sides of the comparison: the same option objects, made from the same source, given to
// axios in this process and to $send.http in a sendoff process.
import http from "node:http";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { folder, run } from "../e2e/support/sendoff.mjs";

// The package stands beside the build, not beside this file.
const { default: axios } = await import(process.env.AXIOS_PACKAGE);

const evaluate = (source) => new Function("BASE", `return (${source});`);

// Sends each case by axios. Resolves to one entry a case: null, or the message of the error before
// anything was sent.
export async function sendByAxios(sources, url) {
  const agent = new http.Agent({ maxSockets: 16 });
  const client = axios.create({ proxy: false, httpAgent: agent });
  const outcomes = await Promise.all(
    sources.map(async (source, index) => {
      try {
        await client.request(evaluate(source)(`${url}/axios/${index}`));
        return null;
      } catch (error) {
        return `${error.name}: ${error.message}`;
      }
    }),
  );
  return outcomes;
}

// The same by $send.http, with the warnings of each request's record.
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
