// The same source in Node, with axios from npm, and as a step in sendoff.
import { pathToFileURL } from "node:url";

import { run, step } from "../e2e/support/sendoff.mjs";

const { default: axios } = await import(pathToFileURL(process.env.AXIOS_PACKAGE));

// What is the same of an error whoever made it.
const told = `const told = (e) => ({ name: e.name, code: e.code, message: e.message, status: e.response?.status ?? null, data: e.response?.data ?? null, canceled: axios.isCancel(e) });`;
const asJson = `const asJson = async (make) => { try { return JSON.stringify(await make()) ?? "nothing"; } catch (e) { return "threw " + e.name + ": " + e.message; } };`;

// What `source` returns, as JSON, in Node. It sees `axios`, `told` and `values` by their names.
export function inNode(source, values) {
  const make = new Function("axios", ...Object.keys(values), `${told}${asJson} return asJson(async () => { ${source} });`);
  return make(axios, ...Object.values(values));
}

// The same in a step. `values` are JSON.
export async function inSendoff(t, source, values, ...args) {
  const constants = Object.entries(values).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const file = step(t, `import axios from "axios";
const ${constants.join(", ")};
${told}${asJson}
export default () => asJson(async () => { ${source} });`);
  const { step: result } = await run(file, "--allow-private", ...args);
  return result.error ? `failed ${result.error.stack}` : result.return_value;
}
