// Sends option objects by axios: sources as JSON on standard input, the server's URL as the
// argument; prints one entry a case, null or the error. A process of its own, because axios leaves
// requests behind that it gave up before they were written, and they would fail when the server ends.
import http from "node:http";
import { text } from "node:stream/consumers";

const { default: axios } = await import(process.env.AXIOS_PACKAGE);
const [, , url] = process.argv;
const client = axios.create({ proxy: false, httpAgent: new http.Agent({ keepAlive: true }) });

async function send(source, index) {
  try {
    await client.request(new Function("BASE", `return (${source});`)(`${url}/axios/${index}`));
    return null;
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

const sources = JSON.parse(await text(process.stdin));
const outcomes = [];
const kAtOnce = 32;
for (let start = 0; start < sources.length; start += kAtOnce) {
  const batch = sources.slice(start, start + kAtOnce);
  outcomes.push(...(await Promise.all(batch.map((source, i) => send(source, start + i)))));
}
process.stdout.write(JSON.stringify(outcomes), () => process.exit(0));
