// SPDX-License-Identifier: MIT
// What a module of Node exports, as js/node/library/library_stubs.js reads it.

const kDepth = 3;  // of objects in objects that hold functions

// What is the machine's on which this runs.
const kOfMachine = ["globalPaths", "rootCertificates", "_extensions", "_pathCache", "_cache"];

function isData(value, depth = 0) {
  if (value === null || ["number", "string", "boolean", "undefined"].includes(typeof value)) return true;
  if (typeof value !== "object" || depth > 4) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype && !Array.isArray(value)) return false;
  return Object.keys(value).every((key) => isData(value[key], depth + 1));
}

function isClass(value, name) {
  return value.prototype !== undefined && (/^class\b/.test(Function.prototype.toString.call(value)) ||
    /^[A-Z]/.test(name) || Object.getOwnPropertyNames(value.prototype).length > 1);
}

function member(holder, name, depth) {
  let value;
  try {
    value = holder[name];
  } catch {
    return ["x"];
  }
  if (typeof value === "function") return [isClass(value, name) ? "c" : "f"];
  if (typeof value === "symbol" || typeof value === "bigint") return ["x"];
  if (typeof value !== "object" || value === null) return value ?? null;
  if (kOfMachine.includes(name)) return ["x"];
  if (isData(value)) return ["v", value];
  const prototype = Object.getPrototypeOf(value);
  if (depth < kDepth && (prototype === null || prototype === Object.prototype)) return ["o", members(value, depth + 1)];
  return ["x"];
}

function members(holder, depth) {
  const result = {};
  for (const name of Object.keys(holder)) {
    if (!/^\d/.test(name)) result[name] = member(holder, name, depth);
  }
  return result;
}

// [what the module itself is, {its members}].
export function describe(exports) {
  return [typeof exports === "function" ? ["c", exports.name] : "o", members(exports, 0)];
}
