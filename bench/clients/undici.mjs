// undici's fastest way: a pool, and no fetch.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { connections, sendAll, url } from "./arguments.mjs";
import { order } from "./body.mjs";

const { Pool } = createRequire(join(process.env.PEERS, "any.js"))("undici");
const { origin, pathname } = new URL(url);
const ca = process.env.CA && readFileSync(process.env.CA);
const pool = new Pool(origin, { connections, connect: { ca } });
const headers = { "Content-Type": "application/json" };

await sendAll(async (number) => {
  const response = await pool.request({
    path: pathname,
    method: "POST",
    headers,
    body: JSON.stringify(order(number)),
  });
  await response.body.dump();
});
await pool.close();
