// SPDX-License-Identifier: MIT
#include "runtime/modules/call_sites.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

// How many calls came from where.
std::map<std::string, int> Count(const Ran& ran) {
  std::map<std::string, int> counts;
  for (const std::string& place : ran.host.calls) ++counts[place];
  return counts;
}

TEST(CallSites, IsTheStepsOwnLineAlsoThroughBuiltIns) {
  const Ran ran = RunText(
      "import send from './lib/send.mjs';\nexport default ({ $ }) => {\n  $send.http({});\n"
      "  [{}].forEach($.send.http);\n  send();\n}",
      {.files = {{"lib/send.mjs", "export default () => $send.http({})"}}});
  ASSERT_EQ(ran.host.calls.size(), 3u) << ran.error();
  EXPECT_EQ(ran.host.calls[0], "step.mjs:3:9");
  EXPECT_EQ(ran.host.calls[1], "step.mjs:4:8");
  EXPECT_EQ(ran.host.calls[2], "lib/send.mjs:1:28");
}

// Places are remembered by machine addresses; here the code is interpreted first, then compiled,
// inlined, moved by the garbage collector, thrown away and compiled again.
TEST(CallSites, StayRightWhileV8CompilesAndMovesTheCode) {
  const Ran ran = RunText(R"(
const a = () => $send.http({});
const b = (x) => { $send.http({}); $send.http({ x }); };
function loop(n, f) { for (let i = 0; i < n; i++) { f(i); a(); } }
export default () => {
  let garbage = [];
  for (let round = 0; round < 40; round++) {
    loop(1000, b);
    if (round % 4 === 0) garbage = Array.from({ length: 100_000 }, (_, i) => ({ i }));
    if (round === 30) loop(1000, (x) => b(String(x)));
  }
  return garbage.length;
})");
  EXPECT_EQ(Count(ran), (std::map<std::string, int>{{"step.mjs:2:23", 42'000 - 1'000},
                                                    {"step.mjs:3:26", 42'000 - 1'000},
                                                    {"step.mjs:3:42", 42'000 - 1'000}}))
      << ran.error();
}

// V8's own functions lie between the step and the call: what is on top of the stack is the same for
// all of these.
TEST(CallSites, AreToldApartThroughBuiltIns) {
  const Ran ran = RunText(R"(
const { http } = $send;
const target = { set x(options) { http(options); }, set y(options) {} };
Object.defineProperty(target, 'y', { set: http });
export default () => {
  for (let i = 0; i < 3; i++) {
    [{}].forEach(http);
    [{}].forEach(http);
    target.y = {};
    target.y = {};
    Reflect.apply(http, null, [{}]);
    http.call(null, {});
    http.bind(null, {})();
    new Proxy(http, {})({});
    new Proxy(http, { apply: (f, self, [options]) => f(options) })({});
    target.x = {};
  }
})");
  std::map<std::string, int> expected;
  for (const char* place :
       {"7:10", "8:10", "9:14", "10:14", "11:13", "12:10", "13:24", "14:24", "15:54", "3:35"}) {
    expected[std::string("step.mjs:") + place] = 3;
  }
  EXPECT_EQ(Count(ran), expected) << ran.error();
}

TEST(CallSites, AreNoneWhereNothingOfTheStepIsOnTheStack) {
  const Ran ran = RunText(
      "export default async () => { for (let i = 0; i < 3; i++) await "
      "Promise.resolve({}).then($send.http); }");
  EXPECT_EQ(Count(ran), (std::map<std::string, int>{{"", 3}})) << ran.error();
}

}  // namespace
}  // namespace sendoff::runtime
