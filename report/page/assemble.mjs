// SPDX-License-Identifier: MIT
// node assemble.mjs TEMPLATE SCRIPT STYLE OUTPUT: puts script and style into the page, with their hashes, which
// allow these two and nothing else to run. `@log@` is left to the program.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const [template, script, style, output] = process.argv.slice(2);
const read = (path) => readFileSync(path, "utf8");
const hash = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const parts = { script: read(script).trim(), style: read(style).trim() };
parts.script_hash = hash(parts.script);
parts.style_hash = hash(parts.style);

const page = read(template).replace(/@(\w+)@/g, (place, name) => parts[name] ?? place);
if (page.split("@log@").length !== 2) throw new Error("the page must have one place for its log");
writeFileSync(output, page);
