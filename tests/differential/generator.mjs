// Option objects as JavaScript source, made from a seed: the same seed gives the same objects.
//
// Source and not values, because each side must make its own: sendoff in V8 as it embeds it, axios
// in Node. `BASE` stands for the URL of the case.

// mulberry32: 32 bits of state are plenty to choose test data by.
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const kStrings = [
  "", "a", "two words", "a=b&c=d", "x:y$z,w", "[1]", "ü", "€", "😀", "\u0000", "\n", "\"", "\\", "</script>",
  "%20", "+", "#", "?", "/", "a;b", "'", "(x)", "{\"a\":1}", "null", "12", " lead", "trail ", "\u2028", "\ud800", "\udc00x",
];
const kKeys = ["a", "b", "key", "with space", "x[]", "y[]", "d.e", "ü", "o{}", "p{}", "0", "1", "[q]", "a&b", " t "];
const kNumbers = ["0", "-0", "1", "-1.5", "1e21", "1e-7", "123456789012345680000", "0.1", "NaN", "Infinity"];
const kHeaderNames = ["X-A", "x-a", "X-B", "Accept", "accept", "Content-Type", "content-type", "User-Agent", "Referer", "X_Under", "If-Match"];
const kHeaderValues = ["1", "a b", "é", "", "  trimmed\t", "a, b", "text/plain", "application/json", "0"];
const kContentTypes = ["application/json", "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded;charset=UTF-8", "application/vnd.api+json", "application/xml", "APPLICATION/JSON"];
const kPaths = ["", "/", "/p", "/p/", "/p?q=1", "/p?q=1&r=%20", "/a b", "/ü", "/%zz", "/p?", "/p?a=ü", "/x/../y", "/p#frag", "/p?q#frag", "//d", "/p?'\\\"", "/;k=v", "/p?a[]=1"];

export class Generator {
  constructor(seed) {
    this.next = random(seed);
  }

  chance(probability) {
    return this.next() < probability;
  }
  pick(list) {
    return list[Math.floor(this.next() * list.length)];
  }
  text() {
    return JSON.stringify(this.chance(0.8) ? this.pick(kStrings) : this.pick(kStrings) + this.pick(kStrings));
  }

  value(depth) {
    const leaf = depth <= 0 || this.chance(0.5);
    if (!leaf) return this.chance(0.5) ? this.array(depth - 1) : this.object(depth - 1);
    return this.pick([
      () => this.text(),
      () => this.pick(kNumbers),
      () => this.pick(["true", "false", "null", "undefined"]),
      () => "new Date(1700000000123)",
      () => this.pick(["Symbol('s')", "() => 1", "new Map([[1, 2]])", "new Set([1])", "/re/g", "new Error('e')", "Object('boxed')", "Object(7)",
        "{ toJSON() { return 'from toJSON'; } }", "Object.create({ inherited: 1 })", "new (class Point { constructor() { this.x = 1; } })", "[ , 1]"]),
    ])();
  }
  array(depth) {
    return `[${Array.from({ length: Math.floor(this.next() * 4) }, () => this.value(depth)).join(", ")}]`;
  }
  object(depth) {
    const members = Array.from({ length: Math.floor(this.next() * 4) }, () => `${JSON.stringify(this.pick(kKeys))}: ${this.value(depth)}`);
    return `{ ${members.join(", ")} }`;
  }

  headers() {
    const members = Array.from({ length: 1 + Math.floor(this.next() * 3) }, () => {
      const name = JSON.stringify(this.pick(kHeaderNames));
      return `${name}: ${this.headerValue()}`;
    });
    if (this.chance(0.4)) members.push(`${JSON.stringify(this.pick(["Content-Type", "content-type"]))}: ${JSON.stringify(this.pick(kContentTypes))}`);
    return `{ ${members.join(", ")} }`;
  }
  headerValue() {
    if (this.chance(0.1)) return this.pick(["null", "undefined", "false", "true", "7"]);
    if (this.chance(0.1)) return `["1", "2"]`;
    return JSON.stringify(this.pick(kHeaderValues));
  }

  // What axios can send as multipart/form-data in Node: on values that its form library takes for
  // streams the process itself comes to grief.
  fields() {
    const value = () => this.pick([() => this.text(), () => this.pick(kNumbers), () => "true", () => "new Date(1700000000123)", () => "[1, \"b\"]", () => "{ x: \"y\" }"])();
    const members = Array.from({ length: Math.floor(this.next() * 4) }, () => `${JSON.stringify(this.pick(kKeys))}: ${value()}`);
    return `{ ${members.join(", ")} }`;
  }

  data() {
    return this.pick([
      () => this.object(3),
      () => this.object(3),
      () => this.array(2),
      () => this.text(),
      () => "new Uint8Array([0, 1, 255])",
      () => "new Uint8Array([1, 2, 3]).buffer",
      () => "undefined",
      () => this.searchParams(),
      () => this.blob(),
      () => this.formData(),
    ])();
  }

  // Pairs of texts as an array, one name now and then more than once.
  pairs() {
    return `[${Array.from({ length: Math.floor(this.next() * 4) }, () => `[${JSON.stringify(this.pick(kKeys))}, ${this.text()}]`).join(", ")}]`;
  }
  searchParams() {
    return this.chance(0.5) ? `new URLSearchParams(${this.pairs()})` : `new URLSearchParams(${this.text()})`;
  }
  blob() {
    return `new Blob([${this.text()}, new Uint8Array([0, 255])].slice(${this.pick([0, 1, 2])}), { type: ${JSON.stringify(this.pick(["", "image/png", "Text/Plain;charset=utf-8"]))} })`;
  }
  formData() {
    const file = this.chance(0.4) ? `f.append(${this.text()}, ${this.blob()}, ${this.text()}); ` : "";
    return `((f) => { for (const pair of ${this.pairs()}) f.append(...pair); ${file}return f; })(new FormData())`;
  }
  // With an Accept of its own: the default one is a known difference.
  headersObject() {
    const members = Array.from({ length: Math.floor(this.next() * 3) }, () => `[${JSON.stringify(this.pick(kHeaderNames))}, ${JSON.stringify(this.pick(kHeaderValues))}]`);
    return `new Headers([["Accept", "a/b"], ${members.join(", ")}])`;
  }
  url() {
    const text = `BASE + ${JSON.stringify(this.pick(kPaths))}`;
    return this.chance(0.1) ? `new URL(${text})` : text;
  }

  multipart() {
    return `{ method: "POST", url: BASE + ${JSON.stringify(this.pick(kPaths))}, data: ${this.fields()}, headers: { "content-type": "multipart/form-data" } }`;
  }

  // The source of one option object.
  options() {
    if (this.chance(0.05)) return this.multipart();
    const members = [`method: ${JSON.stringify(this.pick(["get", "POST", "post", "Put", "PATCH", "delete", "HEAD", "options", "PURGE"]))}`];
    members.push(`url: ${this.url()}`);
    if (this.chance(0.7)) members.push(`data: ${this.data()}`);
    if (this.chance(0.5)) members.push(`headers: ${this.chance(0.15) ? this.headersObject() : this.headers()}`);
    if (this.chance(0.4)) members.push(`params: ${this.chance(0.15) ? this.searchParams() : this.object(3)}`);
    if (this.chance(0.15)) members.push(`auth: { username: ${this.text()}, password: ${this.text()} }`);
    return `{ ${members.join(", ")} }`;
  }
}
