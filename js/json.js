// SPDX-License-Identifier: MIT
// Values that leave the step as JSON. JSON.stringify drops functions in silence, makes {} of a promise,
// and words its errors for nobody; here a warning names the path to what JSON has no word for, or, where
// the run asks for that, an error does.

const { append, ArrayIsArray, BigIntPrototypeToString, JSONStringify, ObjectGetOwnPropertyDescriptor,
        ObjectGetPrototypeOf, ObjectKeys, ObjectPrototype, ObjectPrototypeHasOwnProperty,
        StringPrototypeCharCodeAt, StringPrototypeIndexOf, StringPrototypeSlice } = primordials;

const kMaxTold = 20;        // losses of one value
const kMaxLooked = 10_000;  // values in one `data`
const kMaxObject = 80;      // characters of an "[object Object]"

let isStrict = false;

// Whether what JSON has no word for is an error.
internals.setStrictResults = function setStrictResults(value) { isStrict = value; };

function isPlainKey(key) {
  for (let i = 0; i < key.length; i++) {
    const c = StringPrototypeCharCodeAt(key, i);
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36;
    if (!letter && !(i > 0 && c >= 48 && c <= 57)) return false;
  }
  return key.length > 0;
}

function pathStep(holder, key) {
  if (ArrayIsArray(holder)) return `[${key}]`;
  return isPlainKey(key) ? `.${key}` : `[${JSONStringify(key)}]`;
}

// ---- What is lost ------------------------------------------------------------------------------

function loss(what, fate) { return { __proto__: null, what, fate }; }

const kEmpty = ', of which JSON keeps nothing';

// By typeof.
const lostTypes = {
  __proto__: null,
  function: loss('a function', ', which JSON leaves out; call it, if its result was meant'),
  symbol: loss('a symbol', ', which JSON leaves out'),
  bigint: loss('a bigint', ', which is kept as its digits, a string'),
};

// By the kind of an object.
const lostKinds = {
  __proto__: null,
  promise: loss('a promise', `${kEmpty}; await it first`),
  map: loss('a Map', `${kEmpty}; Object.fromEntries(map) keeps its entries`),
  set: loss('a Set', `${kEmpty}; [...set] keeps its items`),
  weak: loss('a WeakMap or WeakSet', kEmpty),
  error: loss('an error', ', and JSON keeps neither its name nor its message; use error.message'),
  regexp: loss('a regular expression', `${kEmpty}; use its source`),
  arraybuffer: loss('an ArrayBuffer', `${kEmpty}; use new Uint8Array(buffer)`),
  generator: loss('a generator', `${kEmpty}; [...generator] keeps its items`),
};

// The value of an object's own data property, else undefined. For no proxy, whose code it would run.
function dataOf(object, key) {
  const property = ObjectGetOwnPropertyDescriptor(object, key);
  return property !== undefined && ObjectPrototypeHasOwnProperty(property, 'value')
    ? property.value : undefined;
}

function isProxy(object) { return natives.values.kind(object) === 'proxy'; }

function className(prototype) {
  const constructor = dataOf(prototype, 'constructor');
  if (typeof constructor !== 'function' || isProxy(constructor)) return '';
  const name = dataOf(constructor, 'name');
  return typeof name === 'string' && name !== '' ? `of the class ${name} ` : '';
}

function lossOfObject(object) {
  const kind = natives.values.kind(object);
  if (kind !== 'object') return lostKinds[kind];
  if (ObjectKeys(object).length > 0) return undefined;
  const prototype = ObjectGetPrototypeOf(object);
  if (prototype === null || prototype === ObjectPrototype || isProxy(prototype)) return undefined;
  return loss(`an object ${className(prototype)}without data of its own`, kEmpty);
}

// What JSON.stringify does not keep of a value, after its toJSON() if it has one; undefined: nothing.
function lossOf(value) {
  if (typeof value !== 'object') return lostTypes[typeof value];
  return value === null ? undefined : lossOfObject(value);
}

// ---- Results -----------------------------------------------------------------------------------

function refuse(what, path, problem) {
  const where = path === what ? 'it' : path;
  return internals.fault(
    'ERR_STEP_RESULT',
    `${what} must be JSON, and ${where} is ${problem}. Leave it out, or convert it first.`,
    'TypeError');
}

// How often something was lost in the value that is named `what`.
function newTeller(what) {
  let told = 0;
  return (path, lost) => {
    if (isStrict) throw refuse(what, path, lost.what);
    told++;
    if (told <= kMaxTold) natives.step.warn(`${path} is ${lost.what}${lost.fate}`);
    else if (told === kMaxTold + 1) natives.step.warn(`${what} has more that JSON has no word for`);
  };
}

function circleOf(stack, item) {
  for (let i = 0; i < stack.length; i++) {
    if (stack[i].object === item) {
      return loss(`circular: it is ${stack[i].path} again`, ', which is left out');
    }
  }
  return undefined;
}

// `value` as JSON text, or undefined for undefined. `what` names the value in messages, such as
// "return_value".
internals.toJson = function toJson(value, what) {
  const stack = [];  // the objects that are being visited, outermost first, with their paths
  const tell = newTeller(what);
  const replacer = function visit(key, item) {
    while (stack.length > 0 && stack[stack.length - 1].object !== this) stack.length--;
    const isObject = typeof item === 'object' && item !== null;
    const lost = lossOf(item);
    if (lost === undefined && !isObject) return item;
    const path = stack.length === 0
      ? what : stack[stack.length - 1].path + pathStep(this, key);
    if (lost !== undefined) tell(path, lost);
    if (!isObject) return typeof item === 'bigint' ? BigIntPrototypeToString(item) : undefined;
    const circle = circleOf(stack, item);
    if (circle !== undefined) {
      tell(path, circle);
      return undefined;
    }
    append(stack, { __proto__: null, object: item, path });
    return item;
  };
  return JSONStringify(value, replacer);
};

// ---- What was sent already ---------------------------------------------------------------------

function hasToJson(value) {
  for (let object = value; object !== null; object = ObjectGetPrototypeOf(object)) {
    if (isProxy(object)) return true;  // who knows
    if (typeof dataOf(object, 'toJSON') === 'function') return true;
  }
  return false;
}

// "[object Promise]" where a text has that in it, which nobody wrote; else undefined.
function objectIn(text) {
  const start = StringPrototypeIndexOf(text, '[object ');
  if (start === -1) return undefined;
  const end = StringPrototypeIndexOf(text, ']', start);
  return end === -1 || end - start > kMaxObject ? undefined : StringPrototypeSlice(text, start, end + 1);
}

function mayLose(item) {
  if (typeof item === 'string') return objectIn(item) !== undefined;
  return item !== null && (typeof item === 'object' || lostTypes[typeof item] !== undefined);
}

// Adds the members of `value` that may lose something, as far as none of the step's code runs for that.
function addMembers({ value, path }, members) {
  const kind = natives.values.kind(value);
  if (kind !== 'object' && kind !== 'array' && kind !== 'arguments') return;
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length && members.length < kMaxLooked; i++) {
    const item = dataOf(value, keys[i]);
    if (!mayLose(item)) continue;
    append(members, { __proto__: null, value: item, path: path + pathStep(value, keys[i]) });
  }
}

// What was lost of a value, as the end of a sentence about it; undefined: nothing.
function fateOf(value) {
  if (typeof value === 'string') {
    return `holds \`${objectIn(value)}\`, as if a value that it was put together from were no text`;
  }
  if (hasToJson(value)) return undefined;
  const lost = lossOf(value);
  return lost === undefined ? undefined : `is ${lost.what}${lost.fate}`;
}

// What `data` lost without a word on its way into JSON, as sentences. It is for an object of which that is
// likely: it looks at everything, the outer ones first.
internals.lostInData = function lostInData(data) {
  const told = [];
  const values = [{ __proto__: null, value: data, path: 'data' }];
  for (let i = 0; i < values.length && told.length < kMaxTold; i++) {
    const { value, path } = values[i];
    const fate = fateOf(value);
    if (fate !== undefined) append(told, `${path} ${fate}`);
    else if (!hasToJson(value)) addMembers(values[i], values);
  }
  return told;
};
