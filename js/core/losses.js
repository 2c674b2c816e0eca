// SPDX-License-Identifier: MIT
// What JSON keeps nothing of, how people are told, and what `data` lost on its way into a request.

const { append, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectKeys,
        ObjectPrototype, ObjectPrototypeHasOwnProperty, StringPrototypeIndexOf,
        StringPrototypeSlice } = primordials;
const { pathStep } = internals;

const kMaxTold = 20;        // losses of one value
const kMaxLooked = 10_000;  // values in one `data`
const kMaxObject = 80;      // characters of an "[object Object]"

const ArrayPrototype = ObjectGetPrototypeOf([]);

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
  weakmap: loss('a WeakMap', kEmpty),
  weakset: loss('a WeakSet', kEmpty),
  mapiterator: loss('an iterator', `${kEmpty}; [...iterator] keeps its items`),
  setiterator: loss('an iterator', `${kEmpty}; [...iterator] keeps its items`),
  error: loss('an error', ', and JSON keeps neither its name nor its message; use error.message'),
  regexp: loss('a regular expression', `${kEmpty}; use its source`),
  arraybuffer: loss('an ArrayBuffer', `${kEmpty}; use new Uint8Array(buffer)`),
  sharedarraybuffer: loss('a SharedArrayBuffer', `${kEmpty}; use new Uint8Array(buffer)`),
  dataview: loss('a DataView', `${kEmpty}; use a Uint8Array`),
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

// Of an object that lies in itself; `path` is where it was met first.
function circle(path) { return loss(`circular: it is ${path} again`, ', which is left out'); }

// ---- How it is told ----------------------------------------------------------------------------

function refuse(what, path, problem) {
  const where = path === what ? 'it' : path;
  return internals.fault(
    'ERR_STEP_RESULT',
    `${what} must be JSON, and ${where} is ${problem}. Leave it out, or convert it first.`,
    'TypeError');
}

// What tells of each that was lost in the value that is named `what`: a warning, or where the run is strict
// an error.
function newTeller(what, isStrict) {
  let told = 0;
  return (path, lost) => {
    if (isStrict) throw refuse(what, path, lost.what);
    told++;
    if (told <= kMaxTold) natives.step.warn(`${path} is ${lost.what}${lost.fate}`);
    else if (told === kMaxTold + 1) natives.step.warn(`${what} has more that JSON has no word for`);
  };
}

// ---- What was sent already ---------------------------------------------------------------------

// A value in `data`: where it lies, and the one that is looked at after it.
class Member {
  next = undefined;
  value;
  holder;
  key;
  index;

  constructor(value, holder, key, index) {
    this.value = value;
    this.holder = holder;
    this.key = key;
    this.index = index;
  }

  path() {
    if (this.holder === undefined) return 'data';
    return this.holder.path() + pathStep(this.holder.value, this.key);
  }
}

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

// Puts the members of `holder` that may lose something behind `last`, as far as none of the step's code
// runs for that. Returns the last one then.
function addMembers(holder, last) {
  const { value } = holder;
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length && last.index < kMaxLooked; i++) {
    const item = dataOf(value, keys[i]);
    if (!mayLose(item)) continue;
    last.next = new Member(item, holder, keys[i], last.index + 1);
    last = last.next;
  }
  return last;
}

// How JSON sees a value: 'plain' has members, 'whole' loses nothing, and of 'odd' it may keep nothing.
function natureOf(value) {
  if (typeof value !== 'object') return hasToJson(value) ? 'whole' : 'odd';
  const kind = natives.values.kind(value);
  if (kind === 'proxy') return 'whole';
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype === ObjectPrototype || prototype === ArrayPrototype) {
    if (typeof dataOf(value, 'toJSON') === 'function') return 'whole';
    return kind === 'object' || kind === 'array' ? 'plain' : 'odd';
  }
  if (hasToJson(value)) return 'whole';
  return kind === 'array' || (kind === 'object' && lossOfObject(value) === undefined) ? 'plain' : 'odd';
}

// What was lost of a value, as the end of a sentence about it; undefined: nothing.
function fateOf(value, nature) {
  if (typeof value === 'string') {
    return `holds \`${objectIn(value)}\`, as if a value that it was put together from were no text`;
  }
  const lost = nature === 'odd' ? lossOf(value) : undefined;
  return lost === undefined ? undefined : `is ${lost.what}${lost.fate}`;
}

// What `data` lost without a word on its way into JSON, as sentences. It is for an object of which that is
// likely: it looks at everything, the outer ones first.
function lostInData(data) {
  const told = [];
  if (dataOf(ObjectPrototype, 'toJSON') !== undefined) return told;
  let last = new Member(data, undefined, '', 1);
  for (let member = last; member !== undefined && told.length < kMaxTold; member = member.next) {
    const nature = typeof member.value === 'string' ? 'odd' : natureOf(member.value);
    const fate = fateOf(member.value, nature);
    if (fate !== undefined) append(told, `${member.path()} ${fate}`);
    if (nature === 'plain') last = addMembers(member, last);
  }
  return told;
}

return { __proto__: null, lossOf, circle, newTeller, lostInData };
