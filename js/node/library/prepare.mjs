// SPDX-License-Identifier: MIT
// node20 prepare.mjs ESBUILD PRIMORDIALS OUTPUT FILE... --data NAME... --stubs MODULE...: writes as lazy scripts into
// the folder OUTPUT
//
//   node.*   these files of Node's own lib/, which the Node that runs this brings along
//   data.*   those numbers and texts of Node's native side
//   stub.*   what those modules of Node export
//
// Of the files three things are changed. Where Node takes what it calls primordials off an object with 1500 of them, which
// it would take half a millisecond to fill, each file makes those that it needs; the comments are gone; and kEdits.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { describe } from "./module_exports.mjs";
import { expressions } from "./primordial_names.mjs";

const [esbuild, primordials, output, ...names] = process.argv.slice(2);
const files = names.slice(0, names.indexOf("--data"));
const data = names.slice(files.length + 1, names.indexOf("--stubs"));
const stubs = names.slice(files.length + data.length + 2);
const require = createRequire(import.meta.url);
const natives = process.binding("natives");
const saved = new Set(Array.from(readFileSync(primordials, "utf8").matchAll(/^primordials\.(\w+) =/gm), (m) => m[1]));
const known = expressions();

// File -> [what is there, what comes into its place]; each must be there once.
const kEdits = {
  // The stock of its 300 classes takes a millisecond to make: each is made when it is first asked for.
  "internal/errors": [
    ["const codes = {};", "const definitions = { __proto__: null };\n" +
      "const codes = new Proxy({ __proto__: null }, { __proto__: null, get(target, name) {\n" +
      "  if (target[name] === undefined && definitions[name] !== undefined) target[name] = definitions[name]();\n" +
      "  return target[name];\n} });"],
    ["  messages.set(sym, val);\n", "  messages.set(sym, val);\n  definitions[sym] = () => {\n"],
    ["  codes[sym] = ErrClass;\n", "  return ErrClass;\n  };\n"],
  ],
  // The classes of JavaScript, and not those that sendoff has as globals, too.
  "internal/util/inspect": [
    ["primordials[fallback]", "g[fallback]"],
    ["ObjectGetOwnPropertyNames(globalThis)", "internals.builtInNames.split(' ')"],
  ],
  // There is an OpenSSL, and it is not Node's; its list of ciphers is data already.
  crypto: [["assertCrypto();", ""], ["ObjectDefineProperty(constants, 'defaultCipherList'", "ObjectDefineProperty({}, 'defaultCipherList'"]],
  // esbuild calls a class that has the name of a constant around it by another one.
  "internal/crypto/keys": [["  return [KeyObject, SecretKeyObject, PublicKeyObject, PrivateKeyObject];",
    "  const classes = { KeyObject, SecretKeyObject, PublicKeyObject, PrivateKeyObject };\n" +
      "  for (const name in classes) ObjectDefineProperty(classes[name], 'name', { __proto__: null, value: name });\n" +
      "  return [KeyObject, SecretKeyObject, PublicKeyObject, PrivateKeyObject];"]],
  // Before crypto is used there are no keys.
  "internal/util/types": [
    ...["isKeyObject", "isCryptoKey"].map((name) => [
      `if (!process.versions.openssl) {\n        return false;\n      }\n\n      if (!${name}) {\n        ({ ${name} } = require('internal/crypto/keys'));`,
      `if (!${name}) {\n        ({ ${name} } = require('internal/crypto/keys/known'));`]),
  ],
  // A symbol that a step could see; structuredClone() of sendoff asks for nothing of the kind.
  "internal/buffer": [["  obj[untransferable_object_private_symbol] = true;", ""]],
  // The other modules have `internal/util/inspect` in the size in which they need it.
  util: [["require('internal/util/inspect')", "require('internal/util/inspect/whole')"]],
  // Of a step's files only the text is there.
  "internal/assert/utils": [["require('fs')", "require('internal/fs/source')"]],
};

function edited(file, text) {
  for (const [from, to] of kEdits[file] ?? []) {
    if (text.split(from).length !== 2) throw new Error(`${file}: '${from}' is not there once`);
    text = text.replace(from, () => to);
  }
  return text;
}

// `const {A, B: C} = primordials;` without that object.
function withoutPrimordials(file, text) {
  const changed = text.replace(/^const \{([^}]*)\} = primordials;$/gm, (whole, names) => {
    const parts = names.split(/[,\n]/).map((part) => part.replace(/\/\/.*/, "").trim())
      .filter((part) => part !== "" && part !== "uncurryThis" && part !== "applyBind");  // those it is given
    return `const ${parts.map((part) => {
      const [name, as = name] = part.split(/\s*:\s*/);
      if (saved.has(name)) return `${as} = primordials.${name}`;
      if (!known.has(name)) throw new Error(`${file}: there is no primordial ${name}`);
      return `${as} = ${known.get(name)}`;
    }).join(", ")};`;
  });
  const left = changed.replace(/ = primordials\.\w+/g, "").match(/^[^/*\n]*\bprimordials\b.*$/m);
  if (left !== null) throw new Error(`${file}: uses primordials in a way that is not known here: ${left[0]}`);
  return changed;
}

function shortened(text) {
  return execFileSync(esbuild, ["--minify-whitespace", "--charset=ascii", "--legal-comments=none", "--log-level=error"],
    { input: text, encoding: "utf8" });
}

function write(name, text) { writeFileSync(join(output, `${name.replaceAll("/", ".")}.js`), text); }

function writeFile(file) {
  if (natives[file] === undefined) throw new Error(`Node ${process.version} has no lib/${file}.js`);
  const text = withoutPrimordials(file, edited(file, natives[file]));
  write(`node.${file}`, `return ${shortened(
    `(function (exports, require, module, process, internalBinding, uncurryThis, applyBind, safe, g) {${text}\n})`)}`);
}

function writeValue(name, value) { write(name, `return ${shortened(`(${JSON.stringify(value)})`)}`); }

function dataOf(name) {
  if (name === "uv") return [...require("util").getSystemErrorMap()];
  const values = process.binding("constants")[name];
  return name === "crypto" ? { ...values, defaultCipherList: require("tls").DEFAULT_CIPHERS } : values;
}

mkdirSync(output, { recursive: true });
for (const file of files) writeFile(file);
for (const name of data) writeValue(`data.${name}`, dataOf(name));
for (const name of stubs) writeValue(`stub.${name}`, describe(require(name)));
