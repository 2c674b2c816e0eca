// SPDX-License-Identifier: MIT
// What is made at its first use (js/web/) is the same whatever the step did before: patched every
// built-in, filled the stack, wrote to the globals.
#include <string>

#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

using test::Ran;
using test::RunBody;
using test::RunSourceIn;
using test::Step;

// What a step with these statements returned, as JSON.
std::string ReturnedBy(const Ran& ran) {
  return ran.step.return_value_json.value_or(ran.step.error ? ran.step.error->stack : "nothing");
}
std::string Returned(const std::string& statements) { return ReturnedBy(RunBody(statements)); }

// poison() replaces every method and accessor that can be reached from JavaScript's own globals,
// and the globals; and puts accessors on Object.prototype, for whatever is written or read without
// an object of its own having it. Each notes in `hits` that it was used, and throws. cure() takes
// it back.
constexpr const char* kPoison = R"JS(
  const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
  const { iterator } = Symbol;
  const ours = /^(DOMException|Event|CustomEvent|EventTarget|Abort.*|[Pp]erformance|[Cc]rypto|structuredClone|[Nn]avigator|URL.*|Headers|Blob|File|Text.*|Buffer|atob|btoa|FormData|\w*Stream\w*|\w+QueuingStrategy|Message\w+|Performance\w+|reportError|fetch|Request|Response|console|process|global|globalThis|require|\$send)$/;
  let hits = "";
  const plan = [];

  function add(path, object, key, isMissing) {
    const original = getOwnPropertyDescriptor(object, key);
    if (isMissing ? original !== undefined : !original.configurable && !original.writable) return;
    const note = `${path}.${String(key)} `;
    const bad = function () { hits += note; throw note; };
    const isMethod = typeof original?.value === "function";
    if (!isMethod && original !== undefined && "value" in original) return;
    plan.push({
      __proto__: null, object, key,
      original: original && Object.assign({ __proto__: null }, original),
      bad: isMethod ? { __proto__: null, value: bad } : { __proto__: null, get: bad, set: bad, configurable: true },
    });
  }
  const seen = new Set([globalThis]);
  function visit(path, object) {
    if ((typeof object !== "object" && typeof object !== "function") || object === null || seen.has(object)) return;
    seen.add(object);
    visit(`${path}.__proto__`, getPrototypeOf(object));
    for (const key of ownKeys(object)) {
      const { value, get, set } = getOwnPropertyDescriptor(object, key);
      for (const one of [value, get, set]) visit(`${path}.${String(key)}`, one);
      add(path, object, key, false);
    }
  }
  const ticket = setTimeout(() => {}, 0);
  clearTimeout(ticket);
  for (const hidden of [[][iterator](), new Map()[iterator](), new Set()[iterator](), ""[iterator](), ticket,
                        /x/[Symbol.matchAll](""), async () => {}, function* () {}, (function* () {})(),
                        async function* () {}, (async function* () {})(), Object.getPrototypeOf(Int8Array)]) {
    visit("hidden", getPrototypeOf(hidden));
  }
  for (const name of ownKeys(globalThis)) {
    if (ours.test(String(name))) continue;
    visit(String(name), globalThis[name]);
    add("globalThis", globalThis, name, false);
  }
  for (const name of ["value", "get", "set", "writable", "enumerable", "configurable", "then", "done", "next",
                      "return", "code", "name", "message", "stack", "cause", "input", "base", "length", "prototype",
                      "type", "endings", "lastModified", "signal", "once", "passive", "capture", "handleEvent",
                      "bubbles", "cancelable", "composed", "detail", "fatal", "ignoreBOM", "stream", "transfer",
                      "toJSON", "url", "blob", "abort", "web_idl", "isTrusted", ...Array(300).keys(),
                      ...ownKeys(Symbol).map((name) => Symbol[name]).filter((it) => typeof it === "symbol")]) {
    add("Object.prototype", Object.prototype, name, true);
  }

  // No built-in from here on.
  function poison() {
    for (let i = 0; i < plan.length; i++) defineProperty(plan[i].object, plan[i].key, plan[i].bad);
  }
  function cure() {
    for (let i = plan.length - 1; i >= 0; i--) {
      const { object, key, original } = plan[i];
      if (original === undefined) deleteProperty(object, key);
      else defineProperty(object, key, original);
    }
  }
  const none = { __proto__: null };
  const list = (a, b) => {
    let at = 0;
    const next = () => (++at === 1 ? { value: a, done: false } : at === 2 ? { value: b, done: false } : { done: true, value: 0 });
    return { __proto__: null, [iterator]: () => ({ __proto__: null, next }) };
  };)JS";

struct Use {
  const char* name;
  const char* body;  // syntax, and names of kPoison; returns a string
};

constexpr Use kUses[] = {
    {"Url", R"(
      const url = new URL("../x?a=1#h", "http://u:p@h.example:81/y/z");
      url.searchParams.append("b", "2 3");
      url.hash = "i";
      url.host = "g.example";
      return `${url.href} ${url.origin} ${url.pathname} ${url.username} ${url.searchParams.get("a")} ${url.port} ` +
        `${URL.canParse("x")} ${url.toJSON()} ${URL.parse("y")} ${new URL("foo:").host}|`;)"},
    {"InvalidUrl", R"(
      try { new URL("http://user:secret@:x", "y"); } catch (e) { return `${e.message} ${e.code} ${e.input} ${e.base}`; })"},
    {"UrlSearchParams", R"(
      const params = new URLSearchParams({ __proto__: null, b: "2", a: "1", c: "" });
      params.append("a", "0");
      params.sort();
      params.delete("c");
      let text = `${params.toString()} ${params.size} ${params.has("a", "0")} ${params.getAll("a").length} `;
      params.forEach((value, name) => { text += name + value; });
      const entries = params.entries();
      text += entries.next().value[1] + params.keys().next().value + params.values().next().done;
      return text + new URLSearchParams(list(list("x", "y"), list("z", ""))).toString() + new URLSearchParams("?q=1&q=2").get("q");)"},
    {"LongUrlSearchParams", R"(
      let query = "";
      for (let i = 0; i < 10000; i++) query += "name=a%20value&";
      const params = new URLSearchParams(query);
      return `${params.size} ${params.toString().length}`;)"},
    {"Headers", R"(
      const headers = new Headers({ __proto__: null, "X-B": " 2 ", "x-a": "1" });
      headers.append("Set-Cookie", "a=1");
      headers.append("set-cookie", "b=2");
      headers.append("x-a", "3");
      let text = `${headers.get("X-A")} ${headers.has("x-b")} ${headers.getSetCookie().length} `;
      headers.forEach((value, name) => { text += name + value; });
      try { headers.set("a b", "c"); } catch (e) { text += e.message + e.code; }
      return text;)"},
    {"Blob", R"(
      const blob = new Blob(list("ab\r\nc", new Blob(list("d", "e"), none)),
                            { __proto__: null, type: "Text/Plain", endings: "native" });
      const part = blob.slice(1, -1, "x/y");
      return `${blob.size} ${blob.type} ${part.size} ${part.type} ${blob.stream().locked}`;)"},
    {"File", R"(
      const file = new File(list("a", "b"), "n.txt", { __proto__: null, lastModified: 5 });
      return `${file.name} ${file.size} ${file.lastModified} ${file instanceof Blob}`;)"},
    {"FormData", R"(
      const form = new FormData();
      form.append("a", "1");
      form.append("f", new Blob(list("x", "y"), none), "n");
      form.append("a", "2");
      form.set("a", "3");
      let text = `${form.has("f")} ${form.get("f").name} ${form.getAll("a").length} `;
      form.forEach((value, name) => { text += `${name}${typeof value}`; });
      try { form.append("b", "1", "n"); } catch (e) { text += e.message; }
      return text;)"},
    {"Encoding", R"(
      const bytes = new TextEncoder().encode("a\u00fc\u20ac");
      const decoder = new TextDecoder("UTF8 ", none);
      const into = new TextEncoder().encodeInto("abc", bytes);
      let text = `${bytes[5]} ${into.read}${into.written} ${decoder.decode(bytes)} ${decoder.encoding} `;
      text += new TextDecoder("sjis").encoding + new TextDecoder("latin1").decode(bytes);
      text += decoder.decode(bytes, { __proto__: null, stream: true }) + decoder.decode();
      try { new TextDecoder("utf-8 utf8"); } catch (e) { text += e.message + e.code; }
      bytes[0] = 255;
      try { new TextDecoder("utf-8", { __proto__: null, fatal: true }).decode(bytes); } catch (e) { text += e.code; }
      return text;)"},
    {"Base64", R"(
      let text = atob("YWJj ZA==") + btoa("abcd");
      try { atob("$"); } catch (e) { text += e.name + e.message + e.code; }
      return text;)"},
    {"StructuredClone", R"(
      const inner = { __proto__: null, a: "b" };
      const copy = structuredClone({ __proto__: null, inner, again: inner, list: [1, "2"] });
      let text = `${copy.inner.a} ${copy.inner === copy.again} ${copy.list[1]} `;
      try { structuredClone(() => {}); } catch (e) { text += e.name; }
      try { structuredClone(new Headers()); } catch (e) { text += e.message; }
      return text + structuredClone(new File(list("a", "b"), "n", none)).name;)"},
    {"DomException", R"(
      const error = new DOMException("m", "AbortError");
      const other = new DOMException("m", { __proto__: null, name: "N", cause: 1 });
      return `${error.name} ${error.code} ${error.message} ${DOMException.DATA_CLONE_ERR} ${other.name} ${other.cause} ` +
        `${error instanceof DOMException} ${typeof error.stack}`;)"},
    {"Events", R"(
      const target = new EventTarget();
      let text = "";
      const listener = (event) => { text += event.type + event.detail + event.isTrusted + event.composedPath().length; };
      target.addEventListener("x", listener);
      target.addEventListener("x", { __proto__: null, handleEvent: listener }, { __proto__: null, once: true });
      for (let i = 0; i < 2; i++) {
        target.dispatchEvent(new CustomEvent("x", { __proto__: null, detail: 7, bubbles: true }));
      }
      target.removeEventListener("x", listener);
      const event = new Event("y");
      event.initEvent("z", true, true);
      return `${text} ${target.dispatchEvent(event)} ${event.type} ${Event.AT_TARGET} ${event.AT_TARGET}`;)"},
    {"Abort", R"(
      const controller = new AbortController();
      const both = AbortSignal.any(list(controller.signal, AbortSignal.timeout(100000)));
      let text = "";
      both.addEventListener("abort", () => { text += "heard "; });
      controller.signal.onabort = () => { text += "on "; };
      const target = new EventTarget();
      target.addEventListener("x", () => { text += "no "; }, { __proto__: null, signal: both });
      controller.abort();
      target.dispatchEvent(new Event("x"));
      try { both.throwIfAborted(); } catch (e) { text += e.name; }
      return text + AbortSignal.abort(4).reason;)"},
    {"ReadableStreams", R"(
      let text = "";
      const make = (rest) => new ReadableStream({
        __proto__: null, ...rest, start(c) { text += c.desiredSize; }, pull() { text += "pull"; }, cancel(e) { text += e; },
      }, { __proto__: null, highWaterMark: 3 });
      const plain = make({ __proto__: null });
      const reader = plain.getReader();
      reader.read();
      reader.releaseLock();
      const both = plain.tee();
      both[0].cancel("no");
      const bytes = make({ __proto__: null, type: "bytes" });
      const byob = bytes.getReader({ __proto__: null, mode: "byob" });
      byob.read(new TextEncoder().encode("abc"));
      byob.releaseLock();
      bytes.cancel("off");
      return `${text} ${plain.locked} ${both[1].locked} ${bytes.locked}`;)"},
    {"WritableStreams", R"(
      let text = "";
      const stream = new WritableStream({
        __proto__: null, start(c) { text += typeof c.signal; }, write(x) { text += x; }, abort(e) { text += e; },
      }, new CountQueuingStrategy({ __proto__: null, highWaterMark: 2 }));
      const writer = stream.getWriter();
      writer.write("x");
      text += writer.desiredSize;
      writer.abort("a");
      writer.releaseLock();
      new ReadableStream().pipeTo(new WritableStream());
      const { readable, writable } = new TransformStream({ __proto__: null, flush() {} });
      text += readable.locked + writable.locked + new TextDecoderStream("latin1").encoding;
      return text + new ReadableStream().pipeThrough(new TextEncoderStream()).locked;)"},
    {"Fetch", R"(
      const response = new Response("abc", { __proto__: null, status: 201, headers: { __proto__: null, "X-A": "b" } });
      const copy = response.clone();
      const request = new Request("http://h.example/a?b", { __proto__: null, method: "post", body: new URLSearchParams("a=b") });
      let text = `${response.status} ${response.headers.get("x-a")} ${copy.headers.get("content-type")} ${copy.body.locked} `;
      text += `${request.method} ${request.url} ${request.headers.get("content-type")} ${request.signal.aborted} `;
      try { new Request("nope"); } catch (e) { text += `${e.message} ${e.cause.code} `; }
      try { new Response("a", { __proto__: null, status: 204 }); } catch (e) { text += e.message; }
      const form = new FormData();
      form.append("a", "1");
      form.append("f", new Blob(list("x", "y"), none), "n");
      text += new Response(form).headers.get("content-type").length;
      text += ` ${fetch.length} `;
      return text + response.bodyUsed;)"},
    {"Messages", R"(
      const channel = new MessageChannel();
      let text = `${channel.port1 instanceof EventTarget} `;
      channel.port2.onmessage = () => {};
      channel.port1.postMessage({ __proto__: null, a: new Blob(list("x", "y"), none) }, { __proto__: null, transfer: list(new MessageChannel().port1, new MessageChannel().port2) });
      try { channel.port1.postMessage(() => {}); } catch (e) { text += e.name; }
      channel.port1.close();
      performance.mark("m", { __proto__: null, startTime: 1, detail: none });
      const measure = performance.measure("n", { __proto__: null, start: "m", end: 5 });
      text += `${measure.duration} ${performance.getEntries().length} `;
      const packer = new CompressionStream("gzip");
      packer.writable.getWriter().write(new TextEncoder().encode("abc"));
      return text + packer.readable.locked;)"},
    {"Host", R"(
      let text = typeof performance.now() + typeof performance.timeOrigin + typeof performance.toJSON().timeOrigin;
      text += crypto.randomUUID().length + typeof crypto.getRandomValues(new TextEncoder().encode("abc"))[2];
      try { crypto.getRandomValues({ __proto__: null }); } catch (e) { text += e.message; }
      try { new Performance(); } catch (e) { text += e.message; }
      return text + navigator.language + navigator.languages.length + typeof navigator.userAgent;)"},
    {"Shown", R"(
      const form = new FormData();
      form.append("f", new File(list("x", "y"), "n"));
      console.log(new URL("http://h/?a=b"), new Headers({ __proto__: null, a: "b" }), form);
      console.error(new URLSearchParams("a=b"), new AbortController(), new EventTarget());
      return "";)"},
};

class FirstUse : public testing::TestWithParam<Use> {};

TEST_P(FirstUse, IsTheSameWhenEveryBuiltInIsPatched) {
  const std::string body = std::string("const use = () => {") + GetParam().body + "};\n";
  const std::string plain = Returned(kPoison + body + "return [use(), ''];");
  EXPECT_NE(plain.find(",\"\"]"), std::string::npos) << plain;
  EXPECT_EQ(Returned(kPoison + body + R"(
    let result;
    poison();
    try { result = use(); } catch (error) { result = error; }
    cure();
    return [result, hits];)"),
            plain);
}

INSTANTIATE_TEST_SUITE_P(All, FirstUse, testing::ValuesIn(kUses),
                         [](const auto& use) { return std::string(use.param.name); });

// Of all the globals that are made so.
constexpr const char* kNames = R"(
  const names = ["DOMException", "Event", "CustomEvent", "EventTarget", "AbortSignal", "AbortController",
                 "Performance", "performance", "Crypto", "crypto", "structuredClone", "Navigator", "navigator",
                 "URLSearchParams", "URL", "Headers", "Blob", "File", "TextEncoder", "TextDecoder", "atob", "btoa",
                 "FormData", "ReadableStream", "ReadableStreamDefaultReader", "ReadableStreamBYOBReader",
                 "ReadableStreamDefaultController", "ReadableByteStreamController", "ReadableStreamBYOBRequest",
                 "WritableStream", "WritableStreamDefaultWriter", "WritableStreamDefaultController", "TransformStream",
                 "TransformStreamDefaultController", "TextEncoderStream", "TextDecoderStream", "CountQueuingStrategy",
                 "ByteLengthQueuingStrategy", "CompressionStream", "DecompressionStream", "MessageChannel", "MessagePort",
                 "MessageEvent", "PerformanceEntry", "PerformanceMark", "PerformanceMeasure", "PerformanceObserver",
                 "PerformanceObserverEntryList", "reportError", "Request", "Response", "fetch"];)";

TEST(FirstUses, PatchingIsNoticedByThePoison) {
  EXPECT_EQ(
      Returned(std::string(kPoison) + R"(
    poison();
    try { [1].map(String); } catch {}
    try { const [a] = "b"; } catch {}
    try { ({}).value; } catch {}
    cure();
    return [hits, [1].map(String)];)"),
      R"(["Array.prototype.map String.prototype.Symbol(Symbol.iterator) Object.prototype.value ",["1"]])");
}

// At each depth of a stack that is nearly full the making gets a little further and fails.
TEST(FirstUses, AStackThatIsFullLeavesNoHalfMadeClass) {
  EXPECT_EQ(Returned(std::string(kNames) + R"(
    const wrong = [];
    for (const name of names) {
      let failed = 0;
      let first;
      const fill = () => {
        try {
          fill();
        } catch {
          if (first !== undefined) return;
          try {
            first = globalThis[name];
          } catch (error) {
            failed++;
            if (!(error instanceof RangeError)) wrong.push(`${name}: ${error}`);
            throw error;
          }
        }
      };
      fill();
      if (failed === 0) wrong.push(`${name}: never failed`);
      if (first === undefined || first !== globalThis[name]) wrong.push(`${name}: not the same`);
    }
    const form = new FormData();
    form.append("a", new File(["b"], "c"));
    let heard = false;
    const controller = new AbortController();
    controller.signal.addEventListener("abort", () => { heard = true; });
    controller.abort();
    return [wrong, new URL("?a=b", "http://h/").searchParams.get("a"), form.get("a").name, heard,
            controller.signal.reason.name, new TextDecoder().decode(new TextEncoder().encode("x")),
            atob(btoa("y")), structuredClone([1]), new Headers({ a: "b" }).get("a"), performance.now() > 0];)"),
            R"([[],"b","c",true,"AbortError","x","y",[1],"b",true])");
}

TEST(FirstUses, AGlobalLooksAsIfItHadAlwaysBeenThere) {
  EXPECT_EQ(Returned(std::string(kNames) + R"(
    const isEnumerable = /^[a-z]/;
    const wrong = [];
    const order = Object.getOwnPropertyNames(globalThis).filter((name) => names.includes(name));
    if (order.join() !== names.join()) wrong.push(order);
    for (const name of names) {
      const before = Object.getOwnPropertyDescriptor(globalThis, name);
      const after = Object.getOwnPropertyDescriptor(globalThis, name);
      const { value, writable, enumerable, configurable } = before;
      if (value !== after.value || value !== globalThis[name] || !writable || !configurable ||
          enumerable !== isEnumerable.test(name) || "get" in before) {
        wrong.push(name);
      }
    }
    return [wrong, Object.getOwnPropertyNames(globalThis).filter((name) => names.includes(name)).join() === names.join()];)"),
            "[[],true]");
}

TEST(FirstUses, AStepMayWriteAGlobalFirst) {
  EXPECT_EQ(
      Returned(R"(
    URL = "a step's own";
    globalThis.Blob = "another";
    Object.defineProperty(globalThis, "Headers", { value: "third" });
    const deleted = [delete globalThis.FormData, "FormData" in globalThis];
    const inherited = Object.create(globalThis);
    const same = inherited.TextEncoder === TextEncoder;
    inherited.TextDecoder = "own";
    Object.freeze(globalThis);
    const { writable, configurable } = Object.getOwnPropertyDescriptor(globalThis, "EventTarget");
    return [URL, Blob, Headers, deleted, same, typeof TextDecoder, Object.keys(inherited), writable, configurable,
            Object.getOwnPropertyDescriptor(globalThis, "URL").enumerable, new URLSearchParams("a=b").get("a"),
            new File(["abc"], "n").size];)"),
      R"(["a step's own","another","third",[true,false],true,"function",["TextDecoder"],false,false,)"
      R"(false,"b",3])");
}

// A class that is made late takes nothing from one that a step has patched.
TEST(FirstUses, OneClassDoesNotTrustAnother) {
  EXPECT_EQ(Returned(R"(
    const bad = () => { throw new Error("patched"); };
    EventTarget.prototype.addEventListener = EventTarget.prototype.dispatchEvent = bad;
    globalThis.setTimeout = globalThis.DOMException = globalThis.EventTarget = globalThis.Blob = bad;
    URLSearchParams.prototype.append = bad;
    const controller = new AbortController();
    let heard = false;
    controller.signal.onabort = () => { heard = true; };
    AbortSignal.timeout(1000);
    controller.abort();
    const form = new FormData();
    const url = new URL("http://h/?a=b");
    Object.defineProperty(URL.prototype, "href", { get: bad });
    console.log(url);
    return [heard, controller.signal.reason.name, url.searchParams.get("a")];)"),
            R"([true,"AbortError","b"])");
}

TEST(FirstUses, BelongToTheContextOfTheirRun) {
  runtime::IsolateHost isolate(runtime::Platform::Get(), test::LinkedSnapshot(), 64 << 20);
  const std::string step = Step(R"(
    const before = [URL.left, new URL("http://h/") instanceof Object,
                    Object.getPrototypeOf(new URL("http://h/").searchParams.keys()).left];
    URL.left = Object.getPrototypeOf(new URLSearchParams().keys()).left = "left";
    return before;)");
  EXPECT_EQ(ReturnedBy(RunSourceIn(isolate, step)), "[null,true,null]");
  EXPECT_EQ(ReturnedBy(RunSourceIn(isolate, step)), "[null,true,null]");
}

TEST(FirstUses, AreAllThatAnIsolateCompilesAndOnce) {
  runtime::IsolateHost isolate(runtime::Platform::Get(), test::LinkedSnapshot(), 64 << 20);
  const runtime::LazyScripts& scripts = isolate.lazy_scripts();
  RunSourceIn(isolate, Step(R"(
    console.log("text", 1, -0, true, null, undefined);
    setTimeout(() => {}, 0);
    $.send.http({ method: "POST", url: "http://h/", headers: { a: "b" }, params: { c: "d" }, data: { e: "f" } });
    return typeof none;)"));
  EXPECT_EQ(scripts.compiled(), 0u);
  RunSourceIn(isolate, Step("return atob('YQ==');"));
  EXPECT_EQ(scripts.compiled(), 2u);  // base64, web_idl
  RunSourceIn(isolate, Step("return [atob('YQ=='), new Headers()];"));
  EXPECT_EQ(scripts.compiled(), 5u);  // headers, pair_list; losses, as JSON keeps nothing of it
  RunSourceIn(isolate, Step("console.log({ a: [1], e: new Error('x') });"));
  // inspect, and of its folder layout, members, names, quote, shapes; redacted
  EXPECT_EQ(scripts.compiled(), 12u);
  RunSourceIn(isolate, Step("console.log('%s', {}, new Set());"));
  EXPECT_EQ(scripts.compiled(), 13u);  // directives
  EXPECT_EQ(scripts.cached(), 13u)
      << "V8 had to parse: the code caches are not of this V8 and its flags";
}

}  // namespace
}  // namespace sendoff::bindings
