// SPDX-License-Identifier: MIT
// Nothing of one run reaches the next: a step that tries to leave something behind everywhere, and
// one that looks for it.
#include <gtest/gtest.h>

#include "sources/kept_sources.h"
#include "tests/unit/bindings/step_harness.h"

namespace sendoff::engine {
namespace {

using test::Ran;
using test::RunBody;

constexpr const char* kVandal = R"(
  const { default: axios } = await import("axios");
  axios.defaults.headers.common.left = axios.defaults.left = "module";
  axios.interceptors.request.use(() => { throw new Error("left"); });
  console.count("left");
  console.time("left");
  console.group("left");
  globalThis.left = "global";
  var hoisted = "var";
  Object.prototype.left = "prototype";
  Array.prototype.map = Promise.prototype.then = JSON.stringify = () => "patched";
  Object.freeze = Object.keys = Reflect.ownKeys = () => ["patched"];
  globalThis.setTimeout = globalThis.console = "patched";
  Symbol.for("left").description;
  Symbol.prototype.left = "symbol";
  process.env.LEFT = "env";
  process.left = crypto.left = performance.left = navigator.left = "host";
  URL.prototype.left = Headers.prototype.left = EventTarget.prototype.left = "class";
  $send.http = $.send.http = $.export = "patched";
  $.left = $.flow.left = $.context.left = $.context.run.left = steps.left = steps.trigger.left = "run";
  process.argv.push("left");
  process.versions.left = process.release.left = "versions";
  setInterval(() => console.log("left"), 1);
  Promise.reject(new Error("left")).catch(() => {});
  queueMicrotask(() => { globalThis.later = "left"; });
  Error.prepareStackTrace = () => "patched";
  Error.stackTraceLimit = 0;
  Intl.left = Math.left = "namespace";
  Intl.NumberFormat.prototype.constructor.left = "intl";
  Intl.Collator.prototype.resolvedOptions = () => "patched";
  /(left)/.test("left");
  globalThis.promise = Promise.resolve("left");
  globalThis.ref = new WeakRef({});
  Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype)).left = "generator";
  Object.getPrototypeOf(async () => {}).left = "function";
  RegExp.prototype.exec = RegExp.prototype[Symbol.replace] = () => "patched";
  Date.now = Math.random = () => 0;
  TextEncoder.prototype.encode = atob = structuredClone = () => "patched";
  process.nextTick(() => { globalThis.later = "left"; });
  Object.defineProperty(Object.prototype, "method", { get() { return "left"; }, configurable: true });)";

constexpr const char* kDetective = R"(
  const found = [];
  const look = (what, value) => { if (value !== undefined && value !== false) found.push(what); };
  look("statics", RegExp.$1 !== "" || RegExp.lastMatch !== "");
  look("global", globalThis.left ?? globalThis.later);
  look("hoisted", typeof hoisted !== "undefined");
  look("prototype", {}.left ?? Symbol().left);
  look("built-ins", [[1].map((n) => n + 1)[0] !== 2, JSON.stringify(1) !== "1", Object.keys({ a: 1 })[0] !== "a"].includes(true));
  look("functions", typeof setTimeout !== "function" || typeof console.log !== "function");
  look("environment", process.env.LEFT);
  look("host", process.left ?? crypto.left ?? performance.left ?? navigator.left);
  look("classes", URL.prototype.left ?? Headers.prototype.left ?? EventTarget.prototype.left);
  const { default: axios } = await import("axios");
  look("module", axios.defaults.left ?? axios.defaults.headers.common.left ?? axios.interceptors.request.handlers[0]);
  look("$", typeof $send.http !== "function" || typeof $.send.http !== "function" || typeof $.export !== "function");
  look("run", $.left ?? $.flow.left ?? $.context.left ?? $.context.run.left ?? steps.left ?? steps.trigger.left);
  look("process", process.argv[2] ?? process.versions.left ?? process.release.left);
  look("errors", Error.prepareStackTrace ?? (Error.stackTraceLimit === 0));
  look("namespaces", Intl.left ?? Math.left);
  look("intl", Intl.NumberFormat.left ?? typeof new Intl.Collator("en").resolvedOptions() !== "object");
  look("promises", globalThis.promise ?? globalThis.ref);
  look("hidden prototypes", Object.getPrototypeOf(async () => {}).left ??
    Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype)).left);
  look("expressions", "a1".replace(/\d/, "b") !== "ab");
  look("clock", Date.now() === 0 || (Math.random() === 0 && Math.random() === 0));
  look("codecs", new TextEncoder().encode("a")[0] !== 97 || atob("YQ==") !== "a" || structuredClone(1) !== 1);
  look("getter", ({}).method);
  look("performance", performance.now() > 5000);
  await new Promise((resolve) => setTimeout(resolve, 5));
  return found;)";

TEST(Isolation, NothingOfOneRunReachesTheNext) {
  const Ran before = RunBody(kDetective);
  EXPECT_EQ(before.step.return_value_json, "[]") << "the detective finds what nobody left";
  const Ran vandal = RunBody(kVandal);
  EXPECT_FALSE(vandal.step.error) << vandal.step.error->stack;
  const Ran after = RunBody(kDetective);
  EXPECT_EQ(after.step.return_value_json, "[]");
  EXPECT_TRUE(after.step.console.empty());
}

TEST(Isolation, TheConsoleBeginsAnewInEachRun) {
  constexpr const char* kPrint =
      "console.count(); console.time('t'); console.group(); console.log(1)";
  for (int i = 0; i < 2; ++i) {
    const Ran ran = RunBody(kPrint);
    ASSERT_EQ(ran.step.console.size(), 2u);
    EXPECT_EQ(ran.step.console[0].text, "default: 1");
    EXPECT_EQ(ran.step.console[1].text, "  1");
  }
}

TEST(Isolation, AnOptionOfOneRunIsNoneOfTheNext) {
  EXPECT_TRUE(RunBody("eval('1')", {}, {.allow_eval = false}).step.error);
  EXPECT_EQ(RunBody("return eval('1')").step.return_value_json, "1");
}

TEST(Isolation, NothingOfOneRunReachesTheNextInTheSameIsolate) {
  runtime::IsolateHost isolate(runtime::Platform::Get(), test::LinkedSnapshot(),
                               StepLimits().heap_bytes);
  for (int i = 0; i < 20; ++i) {
    const Ran vandal = test::RunSourceIn(isolate, test::Step(kVandal));
    EXPECT_FALSE(vandal.step.error) << vandal.step.error->stack;
    const Ran after = test::RunSourceIn(isolate, test::Step(kDetective));
    EXPECT_EQ(after.step.return_value_json, "[]");
    EXPECT_TRUE(after.step.console.empty());
    EXPECT_TRUE(after.step.warnings.empty());
    ASSERT_TRUE(isolate.is_reusable());
  }
}

TEST(Isolation, NothingOfOneRunReachesTheNextWithTheCodeThatIsKept) {
  sources::KeptSources kept(64 << 20);
  for (int i = 0; i < 4; ++i) {
    for (const char* body : {kVandal, kDetective}) {
      runtime::IsolateHost isolate(runtime::Platform::Get(), test::LinkedSnapshot(),
                                   StepLimits().heap_bytes, runtime::IsolateHost::Use::kOnce,
                                   &kept);
      const Ran ran = test::RunSourceIn(isolate, test::Step(body));
      EXPECT_FALSE(ran.step.error) << ran.step.error->stack;
      if (body == kDetective) {
        EXPECT_EQ(ran.step.return_value_json, "[]");
      }
    }
  }
  EXPECT_GE(kept.counts().found, 12u);  // both steps and axios, which both import
  EXPECT_EQ(kept.counts().dropped, 0u);
}

TEST(Isolation, TheDetectiveFindsWhatIsLeft) {
  const Ran ran = RunBody(std::string("globalThis.left = 1; Math.left = 1;") + kDetective);
  EXPECT_EQ(ran.step.return_value_json, R"(["global","namespaces"])");
}

}  // namespace
}  // namespace sendoff::engine
