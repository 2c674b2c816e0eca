// SPDX-License-Identifier: MIT
// What each of Node's primordials is, as an expression: the rules of lib/internal/per_context/primordials.js.

const kNamespaces = ["JSON", "Math", "Proxy", "Reflect"];
const kIntrinsics = ["AggregateError", "Array", "ArrayBuffer", "BigInt", "BigInt64Array", "BigUint64Array", "Boolean",
  "DataView", "Date", "Error", "EvalError", "FinalizationRegistry", "Float32Array", "Float64Array", "Function",
  "Int16Array", "Int32Array", "Int8Array", "Map", "Number", "Object", "Promise", "RangeError", "ReferenceError", "RegExp",
  "Set", "String", "Symbol", "SyntaxError", "TypeError", "URIError", "Uint16Array", "Uint32Array", "Uint8Array",
  "Uint8ClampedArray", "WeakMap", "WeakRef", "WeakSet"];
const kAbstract = {
  TypedArray: [Object.getPrototypeOf(Uint8Array), "g.Object.getPrototypeOf(g.Uint8Array)"],
  ArrayIterator: [{ prototype: Object.getPrototypeOf([][Symbol.iterator]()) },
    "{ prototype: g.Object.getPrototypeOf([][g.Symbol.iterator]()) }"],
  StringIterator: [{ prototype: Object.getPrototypeOf(""[Symbol.iterator]()) },
    "{ prototype: g.Object.getPrototypeOf(''[g.Symbol.iterator]()) }"],
};
// Their like keeps Node's library going when somebody patches prototypes, and takes time to make: here they are the
// plain ones, or those of js/node/library.js.
const kPlainOf = ["Map", "WeakMap", "Set", "WeakSet", "FinalizationRegistry", "WeakRef"];
const kOfLibrary = ["SafeArrayIterator", "SafeStringIterator", "SafePromiseAll", "SafePromiseAllReturnArrayLike",
  "SafePromiseAllReturnVoid", "SafePromiseAllSettled", "SafePromiseAllSettledReturnVoid", "SafePromiseAny",
  "SafePromiseRace", "SafePromisePrototypeFinally", "SafeStringPrototypeSearch", "hardenRegExp",
  "AsyncIteratorPrototype", "IteratorPrototype"];
const kPlain = ["Proxy", "globalThis", "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "escape",
  "eval", "unescape"];

function upperFirst(text) { return text[0].toUpperCase() + text.slice(1); }

function nameOf(key) {
  return typeof key === "symbol" ? `Symbol${upperFirst(key.description.slice(7))}` : upperFirst(key);
}

function member(object, key) {
  if (typeof key === "symbol") return `${object}[g.${key.description}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${object}.${key}` : `${object}[${JSON.stringify(key)}]`;
}

// Adds the properties of `holder`, which `text` is, as names that begin with `prefix`.
function addProperties(all, holder, text, prefix, valueOf, applied) {
  for (const key of Reflect.ownKeys(holder)) {
    const { get, set, value } = Object.getOwnPropertyDescriptor(holder, key);
    const name = nameOf(key);
    const found = `g.Object.getOwnPropertyDescriptor(${text}, ${typeof key === "symbol" ? `g.${key.description}` : JSON.stringify(key)})`;
    if (get) all.set(`${prefix}Get${name}`, `uncurryThis(${found}.get)`);
    if (set) all.set(`${prefix}Set${name}`, `uncurryThis(${found}.set)`);
    if (get || set) continue;
    const expression = member(text, key);
    all.set(`${prefix}${name}`, typeof value === "function" ? valueOf(expression) : expression);
    if (typeof value === "function") all.set(`${prefix}${name}Apply`, applied(expression));
  }
}

function addStatics(all, holder, text, prefix, isBound = false) {
  addProperties(all, holder, text, prefix, (method) => (isBound ? `${method}.bind(${text})` : method),
    (method) => `applyBind(${method}, ${text})`);
}

function addPrototype(all, holder, text, prefix) {
  addProperties(all, holder, text, prefix, (method) => `uncurryThis(${method})`, (method) => `applyBind(${method})`);
}

// Name -> expression, over `uncurryThis`, `applyBind`, `safe` and the global object `g`.
export function expressions() {
  const all = new Map([["uncurryThis", "uncurryThis"], ["applyBind", "applyBind"]]);
  for (const name of kNamespaces) addStatics(all, globalThis[name], `g.${name}`, name);
  for (const name of kIntrinsics) {
    all.set(name, `g.${name}`);
    addStatics(all, globalThis[name], `g.${name}`, name, name === "Promise");
    addPrototype(all, globalThis[name].prototype, `g.${name}.prototype`, `${name}Prototype`);
  }
  for (const [name, [original, text]] of Object.entries(kAbstract)) {
    all.set(name, text);
    addPrototype(all, original, `(${text})`, name);
    addPrototype(all, original.prototype, `(${text}).prototype`, `${name}Prototype`);
  }
  for (const name of kPlainOf) all.set(`Safe${name}`, `g.${name}`);
  for (const name of kOfLibrary) all.set(name, `safe.${name}`);
  for (const name of kPlain) all.set(name, `g.${name}`);
  return all;
}
