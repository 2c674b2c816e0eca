// node inspect_node.mjs SEED CALLS: what Node prints, as a list in JSON. A process of its own: where node:test
// watches promises, that shows in them.
import { format, inspect } from "node:util";

import { printAll } from "./inspect_values.mjs";

// `%j` of a circle or of a bigint throws.
function printed(method, args) {
  try {
    return method === "dir" ? inspect(args[0], { customInspect: false, ...args[1] }) : format(...args);
  } catch {
    return null;
  }
}

const [seed, calls] = process.argv.slice(2).map(Number);
const lines = [];
printAll(seed, calls, (method, args) => lines.push(printed(method, args)));
process.stdout.write(JSON.stringify(lines));
