// SPDX-License-Identifier: MIT
// Stacks, as a step reads them: they show its own frames and V8's, and none of sendoff's.
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

// Ways into a stack below which sendoff's own code lies, or on top of which.
constexpr const char* kStacks[] = {
    "return new Error('x').stack",
    "const e = {}; Error.captureStackTrace(e); return e.stack",
    "try { $.flow.delay('x') } catch (e) { return e.stack }",
    "try { require('./none.cjs') } catch (e) { return e.stack }",
    "return import('./none.mjs').catch((e) => e.stack)",
    "return import('./bad.mjs').catch((e) => e.stack)",
    "return import('./throws.mjs').catch((e) => e.stack)",
    "try { $.export(1, 2) } catch (e) { return e.stack }",
    "try { new Headers(1) } catch (e) { return e.stack }",
    "try { new URL('x') } catch (e) { return e.stack }",
    "return new Promise((done) => setTimeout(() => done(new Error('x').stack), 1))",
    "return new Promise((done) => queueMicrotask(() => done(new Error('x').stack)))",
    "return require('./frames.cjs').stack",
    "let stack; const t = new EventTarget();"
    "t.addEventListener('a', () => { stack = new Error('x').stack });"
    "t.dispatchEvent(new Event('a')); return stack",
    "Error.prepareStackTrace = (e, sites) => sites.map(String).join('\\n');"
    "return require('./frames.cjs').stack",
    "Error.prepareStackTrace = (e, sites) => sites.map((s) => s.getFileName()).join('\\n');"
    "return new Promise((done) => setTimeout(() => done(new Error('x').stack), 1))",
    "await null; return new Error('x').stack",
    "return JSON.stringify(Array.from({ length: 2 }, () => new Error('x').stack))",
    "const deep = (n) => n === 0 ? new Error('x').stack : deep(n - 1);"
    "Error.stackTraceLimit = 100; return deep(5)",
};

TEST(Stacks, ShowNoFrameOfSendoff) {
  const std::map<std::string, std::string> files = {
      {"bad.mjs", "let let"},
      {"throws.mjs", "throw new Error('x')"},
      {"frames.cjs", "exports.stack = new Error('x').stack"}};
  for (const char* file : {"step.mjs", "step.ts"}) {
    for (const char* code : kStacks) {
      const Ran ran = RunText(code, {.file = file, .files = files});
      EXPECT_TRUE(ran.ok()) << code << ran.error();
      EXPECT_EQ(ran.returned().find("sendoff:"), std::string::npos) << code << ran.returned();
    }
  }
}

TEST(Stacks, ReadAsV8sOwn) {
  const Ran ran = RunText(
      "export default function run() {\n  const e = [1].map(() => new RangeError('no'))[0];\n"
      "  return e.stack\n}");
  EXPECT_EQ(ran.returned(),
            "\"RangeError: no\\n    at step.mjs:2:27\\n    at Array.map (<anonymous>)\\n"
            "    at Object.run (step.mjs:2:17)\"")
      << ran.error();
}

TEST(Stacks, OfAStepsOwnMaking) {
  const auto returned = [](const char* code) { return RunText(code).returned(); };
  EXPECT_EQ(returned("Error.prepareStackTrace = (e, sites) => [e.message, sites.length,"
                     " sites[0].getLineNumber()]; return new Error('x').stack"),
            R"(["x",1,1])");
  EXPECT_EQ(returned("Error.prepareStackTrace = () => { throw new TypeError('mine') };"
                     "try { return new Error('x').stack } catch (e) { return e.name }"),
            "\"TypeError\"");
  EXPECT_EQ(
      returned("const e = new Error('x'); Object.defineProperty(e, 'name', { get() { throw 1 }"
               " }); return e.stack.split('\\n')[0].slice(0, 6)"),
      "\"<error\"");
  EXPECT_EQ(returned("Error.stackTraceLimit = 0; return new Error('x').stack"), "\"Error: x\"");
  EXPECT_EQ(returned("const o = Object.create(null); Error.captureStackTrace(o);"
                     "return o.stack.includes('step.mjs:1:')"),
            "true");
  EXPECT_EQ(returned("try { Error.captureStackTrace(new Proxy({}, {})); return 1 }"
                     "catch (e) { return 1 }"),
            "1");
  EXPECT_EQ(returned("let stack; try { (function f() { f() })() } catch (e) { stack = e.stack }"
                     "return stack.split('\\n').length"),
            "11");
}

}  // namespace
}  // namespace sendoff::runtime
