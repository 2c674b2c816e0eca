// SPDX-License-Identifier: MIT
// Whatever a step throws, on whatever way, is the error of that run, with something to read.
#include <string>

#include "tests/unit/runtime/run_step.h"
#include "tests/unit/runtime/script.h"

namespace sendoff::runtime {
namespace {

class Thrown : public testing::TestWithParam<Script> {
 protected:
  static void ExpectError(const std::string& code) {
    const Ran ran = RunText(code);
    EXPECT_EQ(ran.result.status, StepStatus::kError) << code;
    ASSERT_TRUE(ran.result.error) << code;
    EXPECT_FALSE(ran.error().empty() && ran.result.error->name.empty()) << code;
    EXPECT_FALSE(ran.result.error->stack.empty()) << code;
    EXPECT_EQ(ran.host.settled, 1) << code;
  }
};

TEST_P(Thrown, ByTheStep) { ExpectError(std::string("throw ") + GetParam().text); }

TEST_P(Thrown, ByAPromise) {
  ExpectError(std::string("await new Promise((_, no) => setTimeout(() => no(") + GetParam().text +
              "), 0))");
}

TEST_P(Thrown, ByAPromiseThatNothingHandles) {
  ExpectError(std::string("Promise.reject(") + GetParam().text + "); await new Promise(() => {})");
}

TEST_P(Thrown, ByATimer) {
  ExpectError(std::string("setTimeout(() => { throw ") + GetParam().text +
              " }, 0); await new Promise(() => {})");
}

TEST_P(Thrown, AsTheCauseOfAnError) {
  ExpectError(std::string("throw new Error('x', { cause: ") + GetParam().text + " })");
}

INSTANTIATE_TEST_SUITE_P(
    Values, Thrown,
    testing::Values(
        "null", "undefined", "Symbol('s')", "1n", "NaN", "''", "'text'", "[]", "() => {}",
        "new Proxy({}, { get() { throw 1 } })", "new Proxy(new Error('x'), { get() { throw 1 } })",
        "new Proxy(function () {}, { apply() { throw 1 } })",
        "(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()",
        "(() => { const r = Proxy.revocable(() => {}, {}); r.revoke(); return r.proxy })()",
        "Object.create(null)", "{ __proto__: null, message: 1, stack: 2 }", "globalThis",
        "new (class extends Error { get message() { throw 1 } })",
        "new (class extends Error { get stack() { throw 1 } })",
        "Object.defineProperty(new Error('x'), 'stack', { value: Symbol() })",
        "Object.defineProperty(new Error('x'), 'message', { value: { toString() { throw 1 } } })",
        "Object.defineProperty(new Error('x'), 'name', { value: 'x'.repeat(1e6) })",
        "Object.assign(new Error('x'), { stack: '\\ud800' })",
        "Object.assign(new Error('x'), { stack: '\\n'.repeat(1e5) })",
        "Object.setPrototypeOf(new Error('x'), null)",
        "(() => { const e = new Error('x'); e.cause = e; return e })()",
        "(() => { let e = new Error('x'); for (let i = 0; i < 1e4; i++) e = new Error('y', "
        "{ cause: e }); return e })()",
        "(() => { let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a })()",
        "new AggregateError([1, new Error('x')], 'many')", "new DOMException('x', 'AbortError')",
        "{ [Symbol.toStringTag]: 'Error', message: 'x', stack: {} }"));

}  // namespace
}  // namespace sendoff::runtime
