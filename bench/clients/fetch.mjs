// For Node, bun and deno.
import { sendAll, url } from "./arguments.mjs";
import { order } from "./body.mjs";

const headers = { "Content-Type": "application/json" };

await sendAll(async (number) => {
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(order(number)) });
  await response.arrayBuffer();
});
