// Programs over Node's modules, the same for the same seed, in Node and in a step: what both make of them has to be the same.

const kEncodings = ["utf8", "utf-8", "UTF8", "hex", "base64", "base64url", "latin1", "binary", "ascii", "ucs2", "utf16le", "utf-16le", "BASE64",
  "nonsense", undefined, null, "", 5];
const kTexts = ["", "a", "abc", "hello world", "\u00fcber \u20ac", "\ud83d\ude00 smile", "\ud800", "a\udc00b", "YWJj", "YWJ", "YW Jj\n", "-_-_", "+/+/",
  "abcdef0123", "abcxyz", "abc", "0g", "=", "a=b&c=d", "x".repeat(100), "\0\x01\x7f\x80\xff", "a/b/../c", "//x", "C:\\a\\..\\b", "\u0141\u0142"];
const kNumbers = [0, 1, -1, 2, 3, 5, 8, 255, 256, 65535, 65536, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, -129, 1.5, -0, NaN, Infinity, "1", null, undefined, {},
  1n, -1n, 2n ** 63n, 2n ** 64n];

// A generator of numbers below n.
function randomNumbers(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % n;
  };
}

// With a stack of its own, which newer versions of V8 keep in another way.
function withStack(error, line) {
  return Object.defineProperty(error, "stack", { value: `Error: x\n    at f (file.js:1:${line})`, writable: true, configurable: true });
}

function tools(seed) {
  const random = randomNumbers(seed);
  const pick = (list) => list[random(list.length)];
  const times = (n, make) => Array.from({ length: n }, make);
  const text = () => pick(kTexts) + (random(3) ? "" : pick(kTexts));
  const value = (depth = 2) => (depth > 0 && random(3) === 0
    ? pick([() => times(random(4), () => value(depth - 1)), () => ({ a: value(depth - 1), [text()]: value(0) }),
      () => new Map([[text(), value(depth - 1)]]), () => new Set([value(0), value(0)]), () => new Date(random(1e9)), () => /x/g,
      () => withStack(new Error(text()), random(9)), () => new Uint8Array(times(random(5), () => random(256))), () => Object(random(5))])()
    : pick([text, () => pick(kNumbers), () => random(1000), () => true, () => Symbol.for(text())])());
  return { random, pick, times, text, value };
}

const kReads = ["UInt8", "UInt16LE", "UInt16BE", "UInt32LE", "UInt32BE", "Int8", "Int16LE", "Int16BE", "Int32LE", "Int32BE", "FloatLE", "FloatBE",
  "DoubleLE", "DoubleBE", "BigInt64LE", "BigInt64BE", "BigUInt64LE", "BigUInt64BE"];

function bufferProgram({ random, pick, times, text, value }, { buffer }) {
  const { Buffer } = buffer;
  const some = () => Buffer.from(times(random(20), () => random(256)));
  const number = () => pick(kNumbers);
  const encoding = () => pick(kEncodings);
  const place = () => pick([undefined, random(12), number()]);
  return pick([
    () => [Buffer.from(text(), encoding())],
    () => [Buffer.from(text(), encoding()).toString(encoding())],
    () => [Buffer.from(value())],
    () => [Buffer.from(some().buffer, place(), place()).length],
    () => [Buffer.alloc(pick([random(20), number()].filter((n) => !(n > 1e6))), value(0), encoding())],
    () => [Buffer.byteLength(text(), encoding())],
    () => [Buffer.concat(times(random(4), some), place())],
    () => [Buffer.compare(some(), pick([some(), value()]))],
    () => [Buffer.isEncoding(encoding()), Buffer.isBuffer(value())],
    () => [some().toString(encoding(), place(), place())],
    () => [some().equals(pick([some(), value()]))],
    () => [some().compare(some(), place(), place(), place(), place())],
    () => [some().slice(place(), place()), some().subarray(place(), place())],
    () => { const to = some(); return [some().copy(to, place(), place(), place()), to]; },
    () => { const to = some(); return [to.fill(pick([value(), text(), some()]), place(), place(), encoding())]; },
    () => { const to = some(); return [to.write(text(), place(), place(), encoding()), to]; },
    () => { const to = some(); return [to.write(text(), encoding()), to]; },
    () => [some().indexOf(pick([text(), some(), number()]), place(), encoding())],
    () => { const it = Buffer.from("abcabcabc\u20acabc"); return [it.indexOf(pick(["abc", "c", "\u20ac", "", "zz"]), place(), encoding())]; },
    () => { const it = Buffer.from("abcabcabc\u20acabc"); return [it.lastIndexOf(pick(["abc", "c", "\u20ac", "", 97]), place(), encoding())]; },
    () => { const it = Buffer.from("abcabc", "utf16le"); return [it.indexOf(pick(["b", "bc", "ca"]), place(), "ucs2"), it.lastIndexOf("ab", place(), "ucs2")]; },
    () => [some().includes(pick([text(), some(), number()]), place())],
    () => [some()[`read${pick(kReads)}`](place())],
    () => { const to = some(); return [to[`write${pick(kReads)}`](number(), place()), to]; },
    () => [some()[pick(["readUIntLE", "readUIntBE", "readIntLE", "readIntBE"])](place(), pick([1, 2, 3, 4, 5, 6, 7, 0]))],
    () => { const to = some(); return [to[pick(["writeUIntLE", "writeUIntBE", "writeIntLE", "writeIntBE"])](number(), place(), pick([1, 2, 3, 4, 5, 6, 7])), to]; },
    () => [some()[pick(["swap16", "swap32", "swap64"])]()],
    () => [Buffer.alloc(400, "abcdefgh")[pick(["swap16", "swap32", "swap64"])]().toString("latin1", 0, 20)],
    () => [JSON.stringify(some()), some().toJSON()],
    () => [buffer.transcode(Buffer.from(pick(["abc", "hello", ""])), pick(["utf8", "latin1", "ascii", "hex"]), encoding())],
    () => [buffer.isUtf8(some()), buffer.isAscii(pick([some(), value()]))],
    () => [[...some().entries()].length, some().keys().next(), Object.keys(some()).length],
    () => [Buffer.copyBytesFrom(pick([new Uint16Array([1, 2, 3]), value()]), place(), place())],
    () => [some().utf8Write(text(), place(), place()), some().hexSlice(place(), place())],
    () => [new Buffer(pick([text(), random(5)]), encoding())],
    () => [buffer.atob("YWJj"), buffer.btoa("a\xff")],
    () => [buffer.constants, buffer.kMaxLength > 1, buffer.INSPECT_MAX_BYTES],
  ]);
}

function eventsProgram({ random, pick, text, value }, { events }) {
  const { EventEmitter, once } = events;
  return pick([
    () => {
      const it = new EventEmitter();
      const seen = [];
      const names = [text(), "a", Symbol.for("s")];
      for (let i = 0; i < 6; i++) {
        const name = pick(names);
        it[pick(["on", "once", "prependListener", "prependOnceListener", "addListener"])](name, (...args) => seen.push([i, name, args]));
        if (random(2)) it.emit(pick(names), value(), i);
        if (!random(3)) it.removeAllListeners(pick([name, undefined]));
      }
      return [seen, it.eventNames(), it.listenerCount("a"), it.rawListeners("a").length, it];
    },
    () => [new EventEmitter().emit("error", value())],
    () => [new EventEmitter().on(text(), value())],
    () => [new EventEmitter().setMaxListeners(pick(kNumbers)).getMaxListeners()],
    () => { EventEmitter.call({ __proto__: EventEmitter.prototype }); return [Object.keys(new EventEmitter())]; },
    async () => { const it = new EventEmitter(); const got = once(it, "a"); it.emit(pick(["a", "error"]), value()); it.emit("a", 1); return [await got]; },
    async () => {
      const it = new EventEmitter({ captureRejections: true });
      const failed = once(it, "error").catch((error) => error);
      it.on("a", async () => { throw new Error(text()); });
      it.emit("a");
      return [await failed];
    },
    async () => {
      const it = new EventEmitter();
      setTimeout(() => { it.emit("a", 1); it.emit("a", 2); it.emit("end"); }, 1);
      const got = [];
      for await (const one of events.on(it, "a", { close: ["end"] })) got.push(one);
      return [got];
    },
    () => [events.getEventListeners(pick([new EventEmitter().on("a", () => {}), value()]), "a").length],
    () => [new EventEmitter({ captureRejections: value() })],
  ]);
}

function pathProgram({ random, pick, times, text }, { path }) {
  const kind = pick(["posix", "win32"]);
  const part = () => pick([text(), "/a/b/c.txt", "..", ".", "a/", "/", "\\\\server\\share\\x", "C:", "C:\\x\\y", "../../x", "a//b", ".rc", "x.tar.gz", "", "a/b/", ...kNumbers.slice(0, 3)]);
  return pick([
    () => [path[kind].join(...times(random(5), part))],
    () => [path[kind].resolve("/base", ...times(random(4), part).filter((one) => kind === "posix" || typeof one === "string"))],
    () => [path[kind].normalize(part())],
    () => [path[kind].relative("/r/" + part(), "/r/" + part())],
    () => [path[kind].dirname(part()), path[kind].extname(part())],
    () => [path[kind].basename(part(), pick([undefined, ".txt", "c", 5]))],
    () => [path[kind].parse(part())],
    () => [path[kind].format(pick([path[kind].parse("/x/y.z"), { dir: text(), base: text() }, { root: "/", name: "a", ext: "b" }, null]))],
    () => [path[kind].isAbsolute(part()), path[kind].toNamespacedPath(part()), path.sep, path.delimiter],
  ]);
}

const kUrls = ["http://user:pa%20ss@host.com:8080/p/a/t/h?query=string&a=b#hash", "HTTP://EXAMPLE.com", "//host/path", "/a/b?c", "mailto:a@b.c", "javascript:alert(1)",
  "http://a.com/ x", "http://\u00fcber.de/\u20ac?\u00e4", "file:///c:/a/b", "http://[::1]:80/", "x", "?a=b", "#h", "", "http://a.b/?x=1&x=2&y", "http:a", "http://a_b/", "http://exa mple.com",
  "http://a.com:99999/", "ws://x/y;z", "coap:u:p@::1:61616/.well-known/r?n=T#c", "http://-a-.bc/", "http://a.com\\b\\c"];

function urlProgram({ pick, text, value }, { url }) {
  const address = () => pick([...kUrls, ...kUrls, text(), value(0)]);
  return pick([
    () => [url.parse(address(), pick([true, false]), pick([true, false]))],
    () => [url.resolve(pick(kUrls), address())],
    () => [url.format(url.parse(pick(kUrls)))],
    () => [url.format(pick([{ protocol: "http", host: text(), query: { a: [1, "b"], c: value(0) } }, { pathname: text(), search: text(), hash: text() }, value()]))],
    () => [url.format(new URL(pick(["http://u:p@x.y/z?a#b", "http://xn--ber-goa.de/"])), { auth: pick([true, false]), fragment: false, search: false, unicode: true })],
    () => [url.fileURLToPath(pick(["file:///a%20b/c", "file://host/x", "http://x/", "file:///a%2fb", "file:///%e4", 5, new URL("file:///x")]))],
    () => [url.pathToFileURL(pick(["/a b/c#d?e%", "/x/", "/\u00fc[~]", "/a\\b\n"])).href],
    () => [url.domainToASCII(pick(["\u00fcber.de", "xn--fiq228c.com", "a b", "EXAMPLE.com"])), url.domainToUnicode("xn--ber-goa.de")],
    () => [{ ...url.urlToHttpOptions(new URL("https://a:b@xn--g6w251d/?abc#foo")) }],
  ]);
}

function queryProgram({ pick, times, text, value }, { querystring }) {
  const query = () => times(3, () => `${pick(["a", "b", "a%20b", "%e4", "%zz", ""])}${pick(["=", ":", ""])}${text()}`).join(pick(["&", ";", "&&"]));
  return pick([
    () => [querystring.parse(query(), pick([undefined, ";", "&&", ""]), pick([undefined, ":"]), pick([undefined, { maxKeys: 1 }, { maxKeys: 0 }]))],
    () => [querystring.stringify({ a: value(0), b: [1, "x", true, null], [text()]: text() }, pick([undefined, ";"]), pick([undefined, ":"]))],
    () => [querystring.escape(text()), querystring.unescape(text() + "%41%zz")],
    () => [querystring.unescapeBuffer("a%20%zz").toString()],
  ]);
}

function utilProgram({ random, pick, times, text, value }, { util }) {
  return pick([
    () => [util.inspect(value(4), { depth: random(4), colors: pick([true, false]), compact: pick([true, false, 1, 3]), sorted: pick([true, false]), showHidden: pick([true, false]),
      breakLength: pick([20, 80, Infinity]), numericSeparator: true, getters: true })],
    () => [util.format(pick(["%s %d %i %f %j %o %O %c %% %x", "%s%s", "%d", text()]), ...times(random(5), () => value()).filter((one) => typeof one !== "bigint" || random(2)))],
    () => [util.isDeepStrictEqual(value(3), value(3)), util.isDeepStrictEqual({ a: [1, new Map([[1, { b: 2 }]])] }, { a: [1, new Map([[1, { b: 2 }]])] })],
    () => [util.inherits(pick([function () {}, value()]), pick([function () {}, value(), null]))],
    () => { class A {} class B {} util.inherits(A, B); return [A.super_ === B, new A() instanceof B]; },
    () => [util.promisify(value())],
    async () => [await util.promisify((a, done) => done(pick([null, new Error(text())]), a))(value())],
    async () => [await new Promise((resolve) => util.callbackify(async () => { throw pick([new Error("x"), null]); })((error, result) => resolve([error.name, error.code, error.message, result])))],
    () => [util.callbackify(value())],
    () => [util.parseArgs({ args: pick([["-f", "--bar", "b"], ["--no-x"], ["pos"], ["--bar"]]), options: { foo: { type: "boolean", short: "f" }, bar: { type: "string" } }, allowPositionals: pick([true, false]), strict: pick([true, false]) })],
    () => [util.styleText(pick(["red", "bold", "nonsense", ["red", "bold"]]), text())],
    () => [util.stripVTControlCharacters("\u001b[31mx\u001b[39m" + text()), util.toUSVString(text())],
    () => Object.keys(util.types).map((name) => (typeof util.types[name] === "function" ? util.types[name](value()) : 0)),
    () => [util.deprecate(() => 5, "old", "DEP9")()],
    () => [util.inspect(new Proxy({ a: 1 }, {}), { showProxy: true }), util.inspect(new (class Foo extends Map {})([[1, { a: { b: {} } }]]), { depth: 0 })],
    () => [util.getSystemErrorName(pick([-2, -104, 5])), util.types.isNativeError(new Error())],
    () => [util.debuglog("x").enabled, util.inspect.defaultOptions, util.inspect.custom, util.inspect(pick([async () => {}, class A {}, Symbol("x"), -0]))],
    () => [util.isArray([]), util.isBoolean(true), util.isNullOrUndefined(null), util.isError(new Error()), util.isPrimitive(5)],
    () => [new util.MIMEType(pick(["text/html; charset=utf-8", "x", 'a/b;c="d e"'])).toString()],
    () => [util.parseEnv("A=1\nB='x y'\n#c\nexport C=\"a\\nb\"")],
    () => [util.aborted.length, util.transferableAbortSignal.length],
  ]);
}

function decoderProgram({ random, pick, times, text }, { string_decoder: { StringDecoder }, buffer: { Buffer } }) {
  return pick([
    () => {
      const it = new StringDecoder(pick(kEncodings));
      const bytes = Buffer.concat([Buffer.from(text()), Buffer.from(text() + "\u20ac\ud83d\ude00", pick(["utf8", "utf16le"])), Buffer.from(times(random(4), () => random(256)))]);
      const out = [];
      for (let i = 0; i < bytes.length;) {
        const size = 1 + random(4);
        out.push(it.write(bytes.subarray(i, i + size)), it.lastNeed, it.lastTotal);
        i += size;
      }
      return [out, it.end(), it.encoding];
    },
    () => [new StringDecoder("utf8").write(pick([text(), 5, null, new Uint8Array([0xe2, 0x82])])), new StringDecoder().end(Buffer.from([0xe2]))],
  ]);
}

function assertProgram({ pick, text, value }, { assert }) {
  const one = value(3);
  const other = pick([one, value(3), { a: 1, b: [1, 2, 3] }]);
  return pick([
    () => [assert[pick(["equal", "strictEqual", "notEqual", "notStrictEqual", "deepEqual", "deepStrictEqual", "notDeepEqual", "notDeepStrictEqual"])](one, other, pick([undefined, text()]))],
    () => [assert.deepStrictEqual({ a: 1, b: { c: [1, 2, 3, one] } }, { a: 1, b: { c: [1, 2, 4, other] } })],
    () => [assert.throws(pick([() => { throw new TypeError("bad"); }, () => {}, 5]), pick([TypeError, RangeError, /bad/, /good/, { message: "bad" }, { name: "X" }, undefined]))],
    async () => [await assert.rejects(pick([() => Promise.reject(new Error("x")), Promise.resolve(1), async () => { throw new Error("y"); }, 5]), pick([/x/, Error, undefined]))],
    () => [assert.doesNotThrow(() => { throw new Error(text()); }, text())],
    () => [assert.match(text(), pick([/a/, 5]))],
    () => [assert.doesNotMatch(text(), /a/)],
    () => [assert.ifError(pick([null, undefined, new Error("x"), 5]))],
    () => [assert.fail(pick([undefined, text(), new Error("mine")]))],
    () => [assert(value(), text())],
    () => [assert.strict === assert.strict.strict, new assert.AssertionError({ actual: one, expected: other, operator: "strictEqual" }).message],
  ]);
}

function streamProgram({ random, pick, times, text, value }, { stream, buffer: { Buffer }, stream_promises, stream_consumers }) {
  const { Readable, Writable, Transform, PassThrough, Duplex } = stream;
  const upper = () => new Transform({ transform(chunk, encoding, done) { done(null, chunk.toString().toUpperCase()); } });
  return pick([
    async () => [await stream_consumers.text(Readable.from(times(random(5), text)))],
    async () => { const out = []; for await (const chunk of Readable.from(times(4, () => random(9))).map((n) => n * 2).filter((n) => n > 3)) out.push(chunk); return [out]; },
    async () => {
      const got = [];
      await stream_promises.pipeline(Readable.from(times(3, text)), upper(), new Writable({ write(chunk, encoding, done) { got.push(chunk.toString()); done(random(6) ? null : new Error("full")); } }));
      return [got];
    },
    async () => {
      const seen = [];
      const it = new PassThrough({ highWaterMark: pick([1, 4, 100]) });
      for (const name of ["data", "end", "close", "finish", "error", "drain", "pause", "resume"]) it.on(name, (chunk) => seen.push([name, String(chunk)]));
      seen.push(it.write(text()), it.write(text()));
      if (random(3)) it.end(text()); else it.destroy(new Error("gone"));
      await new Promise((resolve) => it.on("close", resolve));
      return [seen, it.destroyed, it.readableEnded, it.writableFinished, it.readableFlowing];
    },
    () => [new Writable().on("error", () => {}).write(pick([value(), null]))],
    () => [new Readable({ read() {} }).on("error", () => {}).push(pick([value(), text()]))],
    async () => { const it = new Readable({ read() { this.push(Buffer.from(text())); this.push(null); }, encoding: pick(["utf8", "hex", undefined]) }); const got = []; for await (const c of it) got.push(c); return [got]; },
    async () => [await stream_promises.finished(pick([Readable.from([]).resume(), value()]))],
    async () => { const it = Duplex.from(async function* (source) { for await (const c of source) yield String(c) + "!"; }); it.end("a"); return [await stream_consumers.text(it)]; },
    async () => [await Readable.from([1, 2, 3, 4]).reduce((a, b) => a + b, 0), await Readable.from([1, 2]).toArray(), await Readable.from([1, 2, 3]).take(2).toArray()],
    async () => { const controller = new AbortController(); const it = new PassThrough({ signal: controller.signal }); const failed = new Promise((resolve) => it.on("error", resolve)); controller.abort(); return [(await failed).name]; },
    () => [stream.getDefaultHighWaterMark(false), stream.isReadable(new PassThrough()), stream.isErrored(new PassThrough()), Object.keys(stream)],
    async () => { const it = stream.compose(upper(), new PassThrough()); it.end(text()); return [await stream_consumers.text(it)]; },
    async () => [await stream_consumers.json(Readable.from(['{"a":', "1}"])), await stream_consumers.buffer(Readable.from(["x"]))],
  ]);
}

function smallProgram({ pick, text, value }, { punycode, diagnostics_channel, async_hooks, timers_promises, module }) {
  return pick([
    () => [punycode.encode(text()), punycode.toASCII("\u00fcber.de"), punycode.decode("ber-goa"), punycode.ucs2.decode(text())],
    () => [punycode.decode(text())],
    () => {
      const channel = diagnostics_channel.channel("x" + text());
      const seen = [];
      channel.subscribe((message, name) => seen.push([message, name]));
      channel.publish(value());
      return [seen, channel.hasSubscribers, diagnostics_channel.hasSubscribers("none")];
    },
    () => [diagnostics_channel.channel(value())],
    async () => {
      const storage = new async_hooks.AsyncLocalStorage();
      return [await storage.run(1, async () => {
        await null;
        const seen = [storage.getStore()];
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.push(storage.getStore());
        await new Promise((resolve) => process.nextTick(resolve));
        storage.run(2, () => queueMicrotask(() => seen.push(storage.getStore())));
        await timers_promises.setTimeout(1);
        seen.push(storage.getStore(), storage.exit(() => storage.getStore()));
        return seen;
      }), storage.getStore()];
    },
    () => {
      const storage = new async_hooks.AsyncLocalStorage();
      const bound = storage.run(5, () => async_hooks.AsyncResource.bind((a) => [storage.getStore(), a]));
      const snapshot = storage.run(6, () => async_hooks.AsyncLocalStorage.snapshot());
      return [bound(1), snapshot((a) => [storage.getStore(), a], 2)];
    },
    async () => [await timers_promises.setTimeout(1, value()), await timers_promises.setImmediate(2)],
    async () => [await timers_promises.setTimeout(pick([1, "x"]), 1, pick([undefined, { signal: AbortSignal.abort() }, { ref: 5 }]))],
    async () => { const got = []; for await (const v of timers_promises.setInterval(1, 7)) { got.push(v); if (got.length > 2) break; } return [got]; },
    () => [module.isBuiltin(pick(["fs", "node:fs", "node:x", "x", "node:path/posix"])), module.builtinModules],
  ]);
}

const kCodecs = [["gzipSync", "gunzipSync"], ["deflateSync", "inflateSync"], ["deflateRawSync", "inflateRawSync"], ["brotliCompressSync", "brotliDecompressSync"],
  ["gzipSync", "unzipSync"], ["deflateSync", "unzipSync"]];
const kClasses = { gzip: "Gzip", gunzip: "Gunzip", deflate: "Deflate", inflate: "Inflate", deflateRaw: "DeflateRaw", inflateRaw: "InflateRaw", unzip: "Unzip",
  brotliCompress: "BrotliCompress", brotliDecompress: "BrotliDecompress" };

// Of what is compressed only what comes out again: Node's zlib is a fork that finds other matches.
function zlibProgram({ random, pick, times, text, value }, { zlib, util, stream, stream_promises, buffer: { Buffer } }) {
  const [pack, unpack] = pick(kCodecs);
  const isBrotli = pack.startsWith("brotli");
  const [packLater, unpackLater] = [pack.slice(0, -4), unpack.slice(0, -4)];
  const bytes = () => Buffer.from(times(random(4), text).join("").repeat(1 + random(pick([2, 300]))));
  const odd = (list) => pick([...list, ...kNumbers]);
  const settings = () => (isBrotli
    ? { chunkSize: pick([undefined, 64, 1000]), params: { [zlib.constants.BROTLI_PARAM_QUALITY]: random(8), [zlib.constants.BROTLI_PARAM_LGWIN]: 10 + random(9) } }
    : { level: random(10), memLevel: 1 + random(9), strategy: random(5), windowBits: 9 + random(7), chunkSize: pick([undefined, 64, 1000]) });
  const damaged = (packed) => {
    const it = Buffer.from(packed);
    if (it.length > 0) it[isBrotli || random(2) ? 0 : random(it.length)] ^= 1 << random(8);
    return it;
  };
  const failed = (error) => [error.name, error.code, error.errno, error.message];
  const collect = async (it) => {
    const got = [];
    it.on("data", (chunk) => got.push(chunk));
    await stream_promises.finished(it);
    return Buffer.concat(got);
  };
  const facts = (it) => [it.bytesWritten, it.destroyed, it._closed, it.constructor.name];
  return pick([
    () => { const data = bytes(); return [zlib[unpack](zlib[pack](data, settings())).equals(data), data.length]; },
    () => [zlib[unpack](zlib[pack](pick([text(), new Uint16Array([1, 2, 3]), new DataView(new ArrayBuffer(5)), new ArrayBuffer(9)])))],
    () => [zlib[pick([pack, unpack])](value())],
    () => [zlib[unpack](bytes())],
    () => [zlib[unpack](zlib[pack](bytes()).subarray(0, random(30)))],
    () => [zlib[unpack](zlib[pack](bytes()).subarray(0, random(30)), { finishFlush: isBrotli ? zlib.constants.BROTLI_OPERATION_FLUSH : zlib.constants.Z_SYNC_FLUSH })],
    () => { try { return [zlib[isBrotli ? "inflateSync" : unpack](damaged(zlib[isBrotli ? "deflateSync" : pack]("abc".repeat(20))))]; } catch (error) { return failed(error); } },
    () => { try { return [zlib.brotliDecompressSync(Buffer.from(times(1 + random(12), () => random(256))))]; } catch (error) { return failed(error); } },
    async () => [await util.promisify(zlib[unpackLater])(Buffer.from(times(1 + random(12), () => random(256)))).catch(failed)],
    async () => { const data = bytes(); const packed = await util.promisify(zlib[packLater])(data, settings()); return [(await util.promisify(zlib[unpackLater])(packed)).equals(data)]; },
    async () => [await new Promise((resolve) => zlib[packLater](text(), (...args) => resolve([args.length, args[0], zlib[unpack](args[1])])))],
    () => [zlib[packLater](text(), pick([undefined, {}, value()]), pick([undefined, value(0)]))],
    () => [zlib[unpack](zlib[pack](Buffer.alloc(5000)), { maxOutputLength: odd([100, 4999, 5000, 5001]) }).length],
    async () => [(await util.promisify(zlib[unpackLater])(zlib[pack](Buffer.alloc(5000)), { maxOutputLength: pick([100, 5000]) }).catch(failed)).length],
    () => { const { buffer, engine } = zlib[unpack](zlib[pack](text()), { info: true }); return [buffer, facts(engine)]; },
    async () => { const { buffer, engine } = await util.promisify(zlib[unpackLater])(zlib[pack](text()), { info: true }); return [buffer, facts(engine)]; },
    () => [new zlib[pick(Object.values(kClasses))](pick([{ level: odd([1]) }, { windowBits: odd([8, 9, 15, 16]) }, { memLevel: odd([9, 10]) }, { strategy: odd([4, 5]) }, { chunkSize: odd([63, 64]) },
      { flush: odd([2, 6]) }, { finishFlush: odd([2, 6]) }, { dictionary: value() }, { maxOutputLength: odd([1]) }, { params: { [odd([1, 2, 9, 10])]: odd([1, true]) } }])).constructor.name],
    () => { const packed = zlib.gzipSync(text()); return [zlib.gunzipSync(Buffer.concat([packed, zlib.gzipSync("more"), Buffer.alloc(random(3))])), zlib.unzipSync(Buffer.concat([packed, packed]))]; },
    () => [zlib.gunzipSync(Buffer.concat([zlib.gzipSync("x"), Buffer.from(times(1 + random(12), () => random(256)))]))],
    () => [zlib.inflateSync(Buffer.concat([zlib.deflateSync("x"), Buffer.from("trailing")]))],
    async () => {
      const dictionary = Buffer.from("hello world, hello");
      const [to, from] = pick([["Deflate", "Inflate"], ["DeflateRaw", "InflateRaw"], ["Gzip", "Gunzip"]]);
      const it = new zlib[from]({ dictionary: pick([dictionary, dictionary, Buffer.from("wrong"), undefined, Buffer.alloc(0)]) });
      it.end(zlib[`${to[0].toLowerCase()}${to.slice(1)}Sync`]("hello hello world".repeat(random(9)), { dictionary }));
      return [await collect(it).catch(failed)];
    },
    () => [zlib.inflateSync(zlib.deflateSync("abc", { dictionary: Buffer.from("abc") }), { dictionary: pick([new ArrayBuffer(3), new Uint8Array([97, 98, 99])]) })],
    async () => {
      const it = zlib[`create${kClasses[packLater]}`](settings());
      const seen = [];
      for (const name of ["end", "close", "finish", "error", "drain"]) it.on(name, () => seen.push(name));
      const got = collect(it);
      const data = bytes();
      it.write(data);
      it.flush(() => seen.push("flushed"));
      it.end(data);
      const packed = await got;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return [seen, zlib[unpack](packed).length, facts(it)];
    },
    async () => {
      const it = zlib.createDeflate({ level: random(10) });
      const got = collect(it);
      const data = bytes();
      it.write(data);
      await new Promise((resolve, reject) => { it.once("error", reject); it.params(odd([0, 9]), odd([0, 3]), resolve); });
      it.end(data);
      return [zlib.inflateSync(await got).length, it._level, it._strategy];
    },
    async () => {
      const it = zlib.createInflate();
      const seen = [];
      it.on("data", (chunk) => seen.push(chunk));
      const packed = zlib.deflateSync(text());
      it.write(packed);
      await new Promise((resolve) => it.flush(resolve));
      it.reset();
      it.end(packed);
      await stream_promises.finished(it);
      return [Buffer.concat(seen)];
    },
    async () => {
      const data = bytes();
      const packed = zlib[pack](data);
      const size = 1 + random(20);
      const pieces = Array.from({ length: Math.ceil(packed.length / size) }, (_, i) => packed.subarray(i * size, (i + 1) * size));
      const got = [];
      await stream_promises.pipeline(stream.Readable.from(pieces, { objectMode: false }), zlib[`create${kClasses[unpackLater]}`](), async (source) => { for await (const chunk of source) got.push(chunk); });
      return [Buffer.concat(got).equals(data)];
    },
    async () => {
      const it = zlib[`create${kClasses[pick([packLater, unpackLater])]}`]();
      const seen = [];
      for (const name of ["end", "close", "finish"]) it.on(name, () => seen.push(name));
      it.on("error", (error) => seen.push(failed(error)));
      it.write(bytes(), () => seen.push("written"));
      if (random(2)) it.close(() => seen.push("closed")); else it.destroy(pick([undefined, new Error("gone")]));
      await new Promise((resolve) => setTimeout(resolve, 5));
      return [seen, facts(it)];
    },
    async () => { const it = zlib.createGzip(); it.end("x"); await collect(it); it.on("error", () => {}); return [await new Promise((resolve) => it.write("more", (error) => resolve(failed(error))))]; },
    () => [zlib.crc32(pick([text(), bytes(), new Uint16Array([1, 2]), value()]), pick([undefined, 0, 7, 2 ** 32 - 1, 2 ** 32, -1, 1.5, NaN, "1", null, {}]))],
    () => [zlib.constants, zlib.codes, Object.keys(zlib), Object.getOwnPropertyNames(zlib.Gzip.prototype)],
    () => [zlib.Deflate({ level: 1 }) instanceof zlib.Deflate, zlib.createUnzip.name, zlib.gzip.length, zlib.Z_BEST_SPEED, zlib.codes.Z_OK],
  ]);
}

const kAreas = { buffer: bufferProgram, events: eventsProgram, path: pathProgram, url: urlProgram, querystring: queryProgram, util: utilProgram,
  string_decoder: decoderProgram, assert: assertProgram, stream: streamProgram, small: smallProgram, zlib: zlibProgram };
export const areas = Object.keys(kAreas);

// An error as code has it; of V8's own, whose words change from version to version, the class.
function errorText(error) {
  if (typeof error !== "object" || error === null) return `threw ${String(error)}`;
  const isOfV8 = error.code === undefined && ["TypeError", "RangeError", "SyntaxError", "URIError"].includes(error.name);
  return `${error.name} ${error.code} ${isOfV8 ? "" : error.message}`;
}

// What `count` programs of that area come to, as texts.
export async function runAll(area, seed, count, modules) {
  const results = [];
  for (let i = 0; i < count; i++) {
    const program = kAreas[area](tools(seed + i * 7919), modules);
    let text;
    try {
      text = modules.util.inspect(await program(), { depth: 8, maxArrayLength: 300, maxStringLength: 20000 });
    } catch (error) {
      text = errorText(error);
    }
    // Stacks are the places of code.
    results.push(text.replace(/\n\s+at .*/g, "") + ` <- ${program.toString().slice(0, 160)}`);
  }
  return results;
}
