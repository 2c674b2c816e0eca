// Values of every kind, the same for the same seed, in Node and in a step: what both print of them has to
// be the same.

const inspect = Symbol.for("nodejs.util.inspect.custom");

class Plain { constructor() { this.x = 1; } }
class OfMap extends Map {}
class OfArray extends Array {}
class OfError extends Error {}
class NamedError extends TypeError { get name() { return "Named"; } }
class Tagged { get [Symbol.toStringTag]() { return "Tag"; } }
class Shown {
  constructor(value, asText) { Object.assign(this, { value, asText }); }
  [inspect](depth, options, show) {
    return this.asText ? `Shown(${depth})<${show(this.value, options)}>` : { shown: this.value };
  }
}

const functions = [() => {}, function named() {}, class Empty {}, class extends Plain {}, async () => {}, function* () {},
  async function* both() {}, Math.max, Object.assign(() => {}, { a: 1 }), Object.setPrototypeOf(() => {}, null)];
const names = ["a", "id", "name", "$value", "some-key", "longer_name", "1x", "\u00fcber", "it's", "__proto__x", "A"];

// A generator of numbers below n.
function randomNumbers(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % n;
  };
}

function makers(random) {
  const times = (n, make) => Array.from({ length: n }, make);
  const pick = (list) => list[random(list.length)];
  const text = () => pick(["", "it's", 'say "x"', "a\nb\x1b\u0007", "x".repeat(random(120)), "\u65e5\u672c\u8a9e\ud83d\ude00",
    `both ' and "`, "all ' \" and `", "${x} ' \"", "\ud800 alone", "back\\slash", "abcdefghij".slice(0, random(9))]);
  const fill = (object, count, depth) => {
    for (let i = 0; i < count; i++) object[pick(names) + (random(2) ? random(30) : "")] = value(depth - 1);
    return object;
  };
  const primitives = [() => random(10), () => random(100000) * 1.5, () => -0, text, text, () => null, () => undefined, () => true,
    () => BigInt(random(1e6)), () => Symbol(text()), () => random(1000)];
  const error = (depth) => {
    const made = new (pick([Error, TypeError, OfError, NamedError]))(text());
    made.stack = `${made.name}: ${made.message}${random(2) ? "\n    at f (file.js:1:1)" : ""}`;
    if (random(2)) made.code = "E_CODE";
    if (!random(3)) made.cause = value(depth - 1);
    return made;
  };
  const lists = [() => times(random(140), () => random(10 ** random(6))), () => times(random(140), text),
    () => times(random(40), () => random(100) / 7), () => times(random(120), () => pick([1, 2n, "x"]))];
  const objects = [
    (d) => fill({}, random(9), d), (d) => fill({}, random(9), d), (d) => times(random(12), () => value(d - 1)),
    (d) => Object.assign(times(random(8), () => value(d - 1)), { extra: value(0) }), () => pick(lists)(),
    (d) => new (pick([Map, OfMap]))(times(random(6), () => [value(d - 1), value(d - 1)])),
    (d) => new Set(times(random(9), () => value(d - 1))), error,
    () => new (pick([Uint8Array, Float64Array, Int32Array]))(times(random(120), () => random(300))),
    (d) => fill(Object.create(null), random(4), d), () => new Date(random(2) ? random(1e9) * 1000 : NaN), () => /a+\n/g,
    () => pick([new Plain(), new Tagged(), new OfArray(3), Plain.prototype, new Number(3), new String("abc"), Object(1n),
      new Boolean(false), Object(Symbol("q")), Object.assign(new String("ab"), { c: 1 }), Object.create({})]),
    (d) => { const holes = Array(random(20)); for (let i = random(5); i > 0; i--) holes[random(25)] = value(d - 1); return holes; },
    (d) => pick([Promise.resolve([value(d - 1)]), new Promise(() => {}), new WeakMap(), new WeakSet(), new ArrayBuffer(random(130)),
      new DataView(new ArrayBuffer(3)), new Map([[1, 2]]).entries(), new Map([[1, 2]]).keys(), new Set([1]).values(),
      new Set().values(), (function* () {})(), (function () { return arguments; })(1, value(d - 1)), Math, JSON]),
    (d) => new Shown(value(d - 1), random(2) === 0), (d) => new Proxy({ a: value(d - 1) }, { get() { throw new Error("trap"); } }),
    () => { const a = { b: {} }; a.b.a = a; a.c = a.b; return [a, a]; },
    () => Object.defineProperties({ [Symbol("s")]: 1 }, { g: { get() { return 1; }, enumerable: true },
      s: { set() {}, enumerable: true }, both: { get() {}, set() {}, enumerable: true }, hidden: { value: 1 } }),
    () => pick(functions),
  ];
  function value(depth) {
    return depth > 0 && random(3) ? pick(objects)(depth) : pick(primitives)();
  }
  return { value, pick };
}

const settings = [{ depth: 0 }, { depth: null }, { depth: 6 }, { compact: false }, { compact: true }, { compact: 1 },
  { breakLength: 40 }, { breakLength: Infinity }, { maxArrayLength: 3 }, { maxStringLength: 5 }, { sorted: true }];

const formats = ["%s", "%d", "%i", "%f", "%j", "%O", "%c|", "%s %d %%", "100%", "%x", "a", "%s:%s:%s"];

// Calls `print(method, args)` for each of `count` calls of console.
export function printAll(seed, count, print) {
  const random = randomNumbers(seed);
  const { value, pick } = makers(random);
  for (let i = 0; i < count; i++) {
    const kind = random(6);
    if (kind === 0) print("dir", [value(4), pick(settings)]);
    else if (kind === 1) print("log", [pick(formats), value(1), value(0)]);
    else print("log", [value(4)]);
  }
}
