// SPDX-License-Identifier: MIT
// JavaScript as Node 20 has it: there where V8 is as new, and an error that names the V8 where not.
#include <v8.h>

#include <string>
#include <utility>

#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

constexpr bool kIsNew = V8_MAJOR_VERSION > 11 || (V8_MAJOR_VERSION == 11 && V8_MINOR_VERSION >= 3);

TEST(Language, IsThatOfNode20) {
  for (const auto& [code, value] : {
           std::pair{"[3, 1, 2].toSorted()", "[1,2,3]"},
           std::pair{"[1, 2].toReversed()", "[2,1]"},
           std::pair{"[1, 2, 3].toSpliced(1, 1)", "[1,3]"},
           std::pair{"[1, 2].with(0, 5)", "[5,2]"},
           std::pair{"[...new Uint8Array([2, 1]).toSorted()]", "[1,2]"},
           std::pair{"['a\\ud800'.isWellFormed(), 'a\\ud800'.toWellFormed()]",
                     "[false,\"a\xef\xbf\xbd\"]"},
           std::pair{"new RegExp('^[\\\\p{L}--[a-z]]$', 'v').test('B')", "true"},
           std::pair{"new RegExp('^[\\\\p{L}--[a-z]]$', 'v').test('b')", "false"},
           std::pair{"new Intl.NumberFormat('en', { maximumFractionDigits: 0, roundingMode: "
                     "'floor' }).format(1.9)",
                     "\"1\""},
           std::pair{
               "(1.9).toLocaleString('en', { maximumFractionDigits: 0, roundingMode: 'floor' })",
               "\"1\""},
           std::pair{"new Intl.NumberFormat('en').formatRange(1, 2)",
                     "\"1\xe2\x80\x93"
                     "2\""},
           std::pair{"(() => { const b = new ArrayBuffer(1, { maxByteLength: 4 }); b.resize(3);"
                     " return [b.resizable, b.byteLength, b.maxByteLength] })()",
                     "[true,3,4]"},
       }) {
    const Ran ran = RunText(std::string("return ") + code);
    if (kIsNew) {
      EXPECT_EQ(ran.returned(), value) << code << ": " << ran.error();
      continue;
    }
    ASSERT_TRUE(ran.result.error) << code << " is " << ran.returned();
    const std::string said = ran.result.error->message + ran.result.error->hint;
    EXPECT_NE(said.find("SENDOFF_V8"), said.npos) << code << ": " << said;
    EXPECT_NE(said.find(v8::V8::GetVersion()), said.npos) << code << ": " << said;
  }
}

// In every V8 that sendoff is built with.
TEST(Language, IsThatOfTheLastYears) {
  for (const auto& [code, value] : {
           std::pair{"[1, 2].findLast((x) => x > 0) + [1, 2].at(-1)", "4"},
           std::pair{"Object.hasOwn({ a: 1 }, 'a')", "true"},
           std::pair{"(() => { const s = Symbol('s'); return new WeakMap([[s, 1]]).get(s) })()",
                     "1"},
           std::pair{"new Error('x', { cause: 1 }).cause", "1"},
           std::pair{"/(?<y>a)/d.exec('ba').indices.groups.y", "[1,2]"},
           std::pair{
               "(() => { class A { static #x = 1; static { this.y = #x in A } } return A.y })()",
               "true"},
           std::pair{"(() => { let a = null; a ?\?= 1_000; return a })()", "1000"},
           std::pair{
               "[structuredClone({ a: 1 }), Intl.supportedValuesOf('currency').includes('EUR')]",
               "[{\"a\":1},true]"},
       }) {
    const Ran ran = RunText(std::string("return ") + code);
    EXPECT_EQ(ran.returned(), value) << code << ": " << ran.error();
  }
}

}  // namespace
}  // namespace sendoff::runtime
