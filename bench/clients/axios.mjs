import { Agent } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

import { connections, sendAll, url } from "./arguments.mjs";
import { order } from "./body.mjs";

const axios = createRequire(join(process.env.PEERS, "any.js"))("axios");
const httpAgent = new Agent({ keepAlive: true, maxSockets: connections });

await sendAll((number) => axios.post(url, order(number), { httpAgent }));
httpAgent.destroy();
