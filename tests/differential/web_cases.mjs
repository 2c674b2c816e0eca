// Options that are objects of the web's classes: URL, URLSearchParams, Headers, Blob, File, FormData.
const post = (members) => `{ method: "POST", url: BASE, ${members} }`;
const get = (members) => `{ method: "GET", ${members} }`;
// A form with these fields, each the arguments of append.
const form = (...fields) => `[${fields.map((field) => `[${field}]`)}].reduce((f, field) => (f.append(...field), f), new FormData())`;

const urls = [
  { name: "a URL", source: get(`url: new URL(BASE + "/a b?c=ü#d")`) },
  { name: "a URL that was changed", source: get(`url: (() => { const url = new URL(BASE + "/p?a=1"); url.searchParams.append("b", "x y"); url.hash = "h"; return url; })()`) },
  { name: "a URL of a subclass", source: get(`url: new (class Hook extends URL {})(BASE + "/p")`) },
  { name: "a URL with userinfo", source: get(`url: Object.assign(new URL(BASE + "/p"), { username: "us er", password: "p:w" })`) },
  { name: "a URL and params", source: get(`url: new URL(BASE + "/p?q=1"), params: { a: [1] }`) },
  { name: "a URL as data", source: post(`data: new URL("http://a.example/x")`) },
];

const params = [
  { name: "URLSearchParams as params", source: get(`url: BASE + "/p?q=1", params: new URLSearchParams("a=1&a=2&b=x y:$,'~*")`) },
  { name: "empty URLSearchParams as params", source: get(`url: BASE + "/p?q=1", params: new URLSearchParams()`) },
  { name: "a lone surrogate in URLSearchParams", source: get(`url: BASE, params: new URLSearchParams({ a: "\\ud800" })`) },
  { name: "URLSearchParams of a subclass as params", source: get(`url: BASE, params: new (class extends URLSearchParams {})([["a", "1"]])`) },
  { name: "Headers as params", source: get(`url: BASE + "/p", params: new Headers({ a: "1" })`) },
  { name: "FormData as params", source: get(`url: BASE + "/p", params: ${form(`"a", "1"`)}`) },
  { name: "a Map as params", source: get(`url: BASE + "/p", params: new Map([["a", 1]])`) },
  { name: "a class instance as params", source: get(`url: BASE, params: new (class { x = 1; get y() { return 2; } })`) },
  { name: "inherited params", source: get(`url: BASE, params: Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } })`) },
  { name: "symbol keys in params", source: get(`url: BASE, params: { [Symbol("s")]: 1, a: 2 }`) },
  { name: "a proxy as params", source: get(`url: BASE, params: new Proxy({ a: [1] }, {})`) },
  { name: "frozen params", source: get(`url: BASE, params: Object.freeze({ a: Object.freeze([1]) })`) },
  { name: "toJSON in params", source: get(`url: BASE, params: { a: { toJSON() { return 1; }, b: 2 } }`) },
];

const bodies = [
  { name: "URLSearchParams", source: post(`data: new URLSearchParams({ a: "1", b: "x y", ü: "&=+~*'()" })`) },
  { name: "empty URLSearchParams", source: post(`data: new URLSearchParams()`) },
  { name: "URLSearchParams with a type", source: post(`data: new URLSearchParams("a=1"), headers: { "Content-Type": "text/plain" }`) },
  { name: "URLSearchParams with the JSON type", source: post(`data: new URLSearchParams("a=1"), headers: { "Content-Type": "application/json" }`) },
  { name: "URLSearchParams with the multipart type", source: post(`data: new URLSearchParams("a=1"), headers: { "Content-Type": "multipart/form-data" }`) },
  { name: "URLSearchParams in an object", source: post(`data: { a: new URLSearchParams("b=1") }`) },
  { name: "URLSearchParams in a form", source: post(`data: { a: new URLSearchParams("b=1") }, headers: { "Content-Type": "application/x-www-form-urlencoded" }`) },
  { name: "PUT of URLSearchParams", source: `{ method: "PUT", url: BASE, data: new URLSearchParams("a=1") }` },
  { name: "DELETE with URLSearchParams", source: `{ method: "DELETE", url: BASE, data: new URLSearchParams("a=1") }` },
  { name: "GET with URLSearchParams", source: get(`url: BASE, data: new URLSearchParams("a=1")`) },

  { name: "a Blob", source: post(`data: new Blob(["a", new Uint8Array([0, 255])], { type: "Image/PNG" })`) },
  { name: "a Blob without a type", source: post(`data: new Blob(["ü"])`) },
  { name: "an empty Blob", source: post(`data: new Blob([], { type: "image/png" })`) },
  { name: "an empty Blob and a type", source: post(`data: new Blob([]), headers: { "Content-Type": "image/png" }`) },
  { name: "a Blob and another type", source: post(`data: new Blob(["x"], { type: "image/png" }), headers: { "Content-Type": "image/jpeg" }`) },
  { name: "a Blob and the JSON type", source: post(`data: new Blob(["{}"]), headers: { "content-type": "application/json" }`) },
  { name: "a Blob and a withheld type", source: post(`data: new Blob(["x"]), headers: { "Content-Type": null }`) },
  { name: "a Blob and a refused type", source: post(`data: new Blob(["x"]), headers: { "Content-Type": false }`), difference: "refused-type" },
  { name: "a slice of a Blob", source: post(`data: new Blob(["abcdef"]).slice(1, -1, "a/b")`) },
  { name: "a File", source: post(`data: new File(["x"], "n.txt", { type: "text/plain", lastModified: 1 })`) },
  { name: "DELETE with a Blob", source: `{ method: "DELETE", url: BASE, data: new Blob(["x"], { type: "a/b" }) }` },
  { name: "GET with an empty Blob", source: get(`url: BASE, data: new Blob([])`) },
  { name: "a Blob in an object", source: post(`data: { a: new Blob(["x"]) }`) },
  { name: "a Blob in a form", source: post(`data: { a: new Blob(["x"]) }, headers: { "Content-Type": "application/x-www-form-urlencoded" }`) },
  { name: "a Blob in a multipart form", source: post(`data: { a: [new Blob(["x"])] }, headers: { "Content-Type": "multipart/form-data" }`) },
  { name: "a Blob in params", source: get(`url: BASE, params: { a: new Blob(["x"]) }`) },
  { name: "Headers as data", source: post(`data: new Headers({ a: "1" })`) },

  { name: "FormData", source: post(`data: ${form(`"a", "1"`, `"a", "ü €"`, `'q"\\r\\n', "l1\\nl2\\rl3\\r\\n\\r\\r\\n"`, `"", ""`)}`) },
  { name: "FormData with files", source: post(`data: ${form(`"b", new Blob(["x"])`, `"b", new Blob([new Uint8Array([0, 13, 10, 255])], { type: "image/png" }), 'n"\\r\\n.png'`, `"f", new File(["y"], "ü.txt", { type: "text/plain" })`, `"g", new File([], "")`)}`) },
  { name: "empty FormData", source: post(`data: new FormData()`) },
  { name: "FormData of a subclass", source: post(`data: (() => { const f = new (class extends FormData {})(); f.set("a", 1); return f; })()`) },
  { name: "FormData and the multipart type", source: post(`data: ${form(`"a", "1"`)}, headers: { "Content-Type": "multipart/form-data" }`) },
  { name: "FormData and a boundary", source: post(`data: ${form(`"a", "1"`)}, headers: { "Content-Type": "multipart/form-data; BOUNDARY=my-own_boundary;x=y" }`) },
  { name: "FormData and a boundary that is too short", source: post(`data: ${form(`"a", "1"`)}, headers: { "Content-Type": "multipart/form-data; boundary=short" }`) },
  { name: "FormData and a form's type", source: post(`data: ${form(`"a", "1"`)}, headers: { "Content-Type": "application/x-www-form-urlencoded" }`) },
  { name: "FormData and a withheld type", source: post(`data: ${form(`"a", "1"`)}, headers: { "Content-Type": null }`) },
  { name: "FormData and a refused type", source: post(`data: ${form(`"a", "1"`)}, headers: { "Content-Type": false }`), difference: "refused-type" },
  { name: "PATCH of FormData", source: `{ method: "PATCH", url: BASE, data: ${form(`"a", "1"`)} }` },
  { name: "GET with FormData", source: get(`url: BASE, data: ${form(`"a", "1"`)}`) },
  ...[
    [`"a", "1"`, `"b", "2"`],
    [`"a", "1"`, `"a", "2"`, `"a", "3"`],
    [`"a[]", "1"`, `"a[]", "2"`, `"a", "3"`],
    [`"a[b]", "1"`, `"a.c", "2"`, `"a[d][e]", "3"`, `"a[d][e]", "4"`],
    [`"a[1]", "1"`, `"a[0]", "0"`, `"b[2]", "2"`, `"c[0]", "0"`, `"c[x]", "1"`, `"c[]", "2"`],
    [`"__proto__[x]", "1"`, `"a[__proto__]", "1"`, `"constructor[x]", "2"`],
    [`"", "1"`, `"a[", "1"`, `"b]c", "2"`, `"d[e.f]", "3"`, `"user-name x", "4"`, `"g..h", "5"`],
    [`"a", "1"`, `"a[b]", "2"`, `"c[1.5]", "1"`, `"d[-1]", "1"`, `"e[ 1]", "1"`, `"f[1e1]", "1"`],
    [`"f", new File(["x"], "n")`],
  ].map((fields, index) => ({ name: `FormData as JSON, ${index}`, source: post(`data: ${form(...fields)}, headers: { "Content-Type": "application/json" }`) })),
];

const headers = [
  { name: "Headers", source: post(`data: { a: 1 }, headers: new Headers({ Accept: "a/b", "X-B": " 1 ", "x-a": "é" })`) },
  { name: "Headers with repetitions", source: post(`headers: new Headers([["accept", "a/b"], ["x-a", "1"], ["X-A", "2"], ["set-cookie", "c=1"], ["set-cookie", "d=2"]])`) },
  { name: "Headers with a type", source: post(`data: { a: 1 }, headers: new Headers({ accept: "a/b", "content-type": "application/vnd.x+json" })`) },
  { name: "Headers with a form's type", source: post(`data: { a: 1 }, headers: new Headers({ accept: "a/b", "content-type": "application/x-www-form-urlencoded" })`) },
  { name: "Headers of a subclass", source: post(`headers: new (class extends Headers {})({ accept: "a/b", "x-a": "1" })`) },
  { name: "Headers with auth", source: post(`auth: { username: "u", password: "p" }, headers: new Headers({ accept: "a/b", authorization: "Bearer x" })`) },
  { name: "Headers without Accept", source: post(`headers: new Headers({ "x-a": "1" })`), difference: "header-pairs" },
  { name: "empty Headers", source: post(`headers: new Headers()`), difference: "header-pairs" },
];

// A getter that tells how often it was read.
const once = (name) => `get ${name}() { return (this.n = (this.n ?? 0) + 1); }`;

const objects = [
  { name: "toJSON with its key", source: post(`data: { a: { toJSON(key) { return "key " + key; } }, b: [{ toJSON(key) { return typeof key + key; } }] }`) },
  { name: "toJSON of the prototype", source: post(`data: { a: new (class { toJSON() { return { b: 1 }; } }) }`) },
  { name: "toJSON that is no function", source: post(`data: { toJSON: 1, a: 2 }`) },
  { name: "toJSON of a string", source: post(`data: { toJSON() { return "text"; } }`) },
  { name: "getters of data are read once", source: post(`data: { ${once("a")}, n: 0, b: { ${once("c")} } }`) },
  { name: "getters of a form are read once", source: post(`data: { ${once("a")}, b: [{ ${once("c")} }] }, headers: { "Content-Type": "application/x-www-form-urlencoded" }`) },
  { name: "getters of params are read once", source: get(`url: BASE, params: { ${once("a")}, b: { ${once("c")} } }`) },
  { name: "a proxy with traps", source: post(`data: new Proxy({ a: 1, b: 2 }, { ownKeys: () => ["b", "a"], get: (target, key) => (key === "b" ? 7 : target[key]) })`) },
  { name: "a proxy of an array", source: post(`data: new Proxy([1, 2], {})`) },
  { name: "a proxy in a form", source: post(`data: { p: new Proxy({ a: 1 }, {}), l: new Proxy([1], {}) }, headers: { "Content-Type": "application/x-www-form-urlencoded" }`) },
  { name: "class instances in a form", source: post(`data: { p: new (class Point { x = 1; toString() { return "point"; } }) }, headers: { "Content-Type": "application/x-www-form-urlencoded" }`) },
  { name: "a form of symbol keys and inherited properties", source: post(`data: Object.assign(Object.create({ i: 1 }), { [Symbol("s")]: 1, a: 2 }), headers: { "Content-Type": "application/x-www-form-urlencoded" }`) },
  { name: "lone surrogates in URLSearchParams", source: post(`data: new URLSearchParams({ "\\udc00": "\\ud800x" })`) },
  { name: "lone surrogates in FormData", source: post(`data: ${form(`"\\udc00", "\\ud800x"`)}`) },
  { name: "a huge array in a form", source: post(`data: { a: Array.from({ length: 20_000 }, (_, i) => i) }, headers: { "Content-Type": "application/x-www-form-urlencoded" }`) },
  { name: "deep objects", source: post(`data: Array.from({ length: 90 }).reduce((inner) => ({ inner }), 1)`) },
  { name: "a sealed instance of a null prototype", source: post(`data: Object.seal(Object.assign(Object.create(null), { toString: 1, a: 2 }))`) },
  { name: "arguments", source: post(`data: (function () { return arguments; })(1, 2)`) },
  { name: "frozen headers", source: post(`headers: Object.freeze({ "X-A": Object.freeze(["1", "2"]) })`) },
  { name: "frozen options", source: `Object.freeze(${post(`data: Object.freeze([])`)})` },
];

export const webCases = [...urls, ...params, ...bodies, ...headers, ...objects];
