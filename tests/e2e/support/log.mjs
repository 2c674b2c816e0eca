// Lines of a log, each judged by docs/log.schema.json.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.SENDOFF_NPM_MODULES, "log"));
const Ajv = require("ajv");
const ajv = new Ajv({ allErrors: true });
const schema = new URL("../../../docs/log.schema.json", import.meta.url);
const isLine = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));

// The value, which has to be a line of a log.
export function checked(line) {
  assert.ok(isLine(line), `${ajv.errorsText(isLine.errors)}: ${JSON.stringify(line).slice(0, 500)}`);
  return line;
}

// The lines of a text without their ends. What a crash has left of one at the end is none.
export const linesIn = (text) => text.split("\n").slice(0, -1);

// What they say, in their order.
export const readLines = (lines) => lines.map((line) => checked(JSON.parse(line)));

// The same of those that tell of requests.
export const requestsIn = (lines) => readLines(lines).filter(({ type }) => type === "request");

export const linesOf = (file) => linesIn(readFileSync(file, "utf8"));
export const requestsOf = (file) => requestsIn(linesOf(file));
