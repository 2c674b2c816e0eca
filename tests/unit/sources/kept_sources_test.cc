// SPDX-License-Identifier: MIT
// What runs leave to each other of the sources that they compiled.
#include "sources/kept_sources.h"

#include <memory>
#include <string>
#include <utility>

#include "tests/unit/runtime/run_step.h"

namespace sendoff::sources {
namespace {

using runtime::Ran;
using runtime::RunInput;
using runtime::TestSnapshot;

using Kind = KeptSources::Kind;

constexpr uint64_t kRoom = 1 << 20;

std::shared_ptr<const KeptSources::Made> CodeOf(size_t bytes) {
  return std::make_shared<const KeptSources::Made>(KeptSources::Code(bytes));
}

TEST(KeptSources, AreFoundByTheWholeOfTheirText) {
  KeptSources kept(kRoom);
  const KeptSources::Source source = {Kind::kModule, "step.mjs", "export default 1"};
  const auto made = CodeOf(10);
  EXPECT_EQ(kept.Find(source), nullptr);
  kept.Keep(source, made);
  kept.Keep(source, CodeOf(20));
  EXPECT_EQ(kept.Find(source), made);
  EXPECT_EQ(kept.Find({Kind::kCommonJs, source.name, source.text}), nullptr);
  EXPECT_EQ(kept.Find({source.kind, "step2.mjs", source.text}), nullptr);
  EXPECT_EQ(kept.Find({source.kind, source.name, "export default 2"}), nullptr);
  kept.Drop(source);
  EXPECT_EQ(kept.Find(source), nullptr);
}

TEST(KeptSources, GoWhenTheyWereNotAskedForAndOthersComeIn) {
  KeptSources kept(kRoom);
  for (int i = 0; i < 5; ++i) {
    kept.Keep({Kind::kModule, "", std::to_string(i)}, CodeOf(kRoom / 5));
    EXPECT_NE(kept.Find({Kind::kModule, "", "0"}), nullptr) << i;
  }
  EXPECT_EQ(kept.Find({Kind::kModule, "", "1"}), nullptr);
  EXPECT_NE(kept.Find({Kind::kModule, "", "4"}), nullptr);
}

TEST(KeptSources, NoneTakesTheRoomOfAllOthers) {
  KeptSources kept(kRoom);
  kept.Keep({Kind::kModule, "", "large"}, CodeOf(kRoom / 3));
  kept.Keep({Kind::kModule, "", std::string(kRoom / 3, 'x')}, CodeOf(1));
  EXPECT_EQ(kept.counts().kept, 0u);
  KeptSources none(0);
  none.Keep({Kind::kModule, "", ""}, CodeOf(0));
  EXPECT_EQ(none.counts().kept, 0u);
}

TEST(KeptSources, ComeAgainOrNot) {
  KeptSources kept(kRoom);
  EXPECT_FALSE(kept.ComesAgain({Kind::kModule, "a", "text"}));
  EXPECT_FALSE(kept.ComesAgain({Kind::kModule, "b", "text"}));
  EXPECT_TRUE(kept.ComesAgain({Kind::kModule, "a", "text"}));
}

// Runs in isolates of their own, which have nothing in common but `kept`.
class KeptCode : public testing::Test {
 protected:
  Ran Run(std::string_view text, const RunInput& input = {}) {
    runtime::IsolateHost isolate(runtime::Platform::Get(), TestSnapshot(), input.limits.heap_bytes,
                                 runtime::IsolateHost::Use::kOnce, &kept_);
    return RunTextIn(isolate, text, input);
  }

  KeptSources kept_{kRoom};
};

TEST_F(KeptCode, IsMadeOfASourceThatComesAgainAndUsedFromThenOn) {
  const std::pair<const char*, const char*> steps[] = {
      {"step.mjs", "const n = 1; export default () => n"},
      {"step.cjs", "module.exports = { run() { return 1 } }"},
      {"old.js", "return 1"},
  };
  for (const auto& [name, text] : steps) {
    const KeptSources::Counts before = kept_.counts();
    for (int i = 0; i < 4; ++i) {
      const Ran ran = Run(text, {.file = name});
      EXPECT_EQ(ran.returned(), "1") << name << ": " << ran.error();
      EXPECT_EQ(kept_.counts().kept - before.kept, i == 0 ? 0u : 1u) << name << " " << i;
      EXPECT_EQ(kept_.counts().found - before.found, i < 2 ? 0u : static_cast<size_t>(i - 1))
          << name;
    }
  }
  EXPECT_EQ(kept_.counts().dropped, 0u);
}

TEST_F(KeptCode, RunsAsItsSourceWould) {
  const RunInput input = {
      .files = {{"esm.mjs",
                 "export const url = import.meta.url.endsWith('/esm.mjs');\n"
                 "export default async () => (await import('./late.mjs')).default"},
                {"late.mjs", "export default 'late'"},
                {"common.cjs",
                 "exports.file = __filename.endsWith('common.cjs');\n"
                 "exports.fail = () => { throw new Error('here') }"},
                {"data.json", "{\"a\": 1}"}}};
  constexpr const char* kStep = R"(
import late, { url } from './esm.mjs';
import data from './data.json';
import common from './common.cjs';
class Counted { static #count = 0; #own = 1; static make() { Counted.#count++; return new Counted().#own; } }
function* numbers() { yield 1; yield* [2, 3]; }
const tag = (strings) => strings.raw[0];
export default async function step() {
  const lines = [];
  for (const fail of [common.fail, () => { null.x }]) {
    try { fail() } catch (error) { lines.push(error.stack.split('\n')[1].trim()); }
  }
  let sum = 0;
  for (let i = 0; i < 20000; i++) sum += Counted.make();
  return [await late(), url, data, common.file, [...numbers()], tag`\x`, /(?<n>\d)/u.exec('a1').groups.n,
          12n ** 3n + '', { ...{ a: [1, { b: 2 }] } }, (() => {}).toString(), step.toString().length,
          sum, lines, eval('1 + 1'), new Function('return 3')()];
}
)";
  const Ran first = Run(kStep, input);
  ASSERT_TRUE(first.ok()) << first.error();
  EXPECT_NE(first.returned().find("common.cjs:2:"), std::string::npos) << first.returned();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Run(kStep, input).returned(), first.returned());
  }
  EXPECT_GE(kept_.counts().found, 8u);
  EXPECT_EQ(kept_.counts().dropped, 0u);
}

TEST_F(KeptCode, IsNotThatOfAnotherTextOfTheSameLength) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Run("export default () => 'mine'").returned(), "\"mine\"");
    EXPECT_EQ(Run("export default () => 'your'").returned(), "\"your\"");
  }
}

TEST_F(KeptCode, HasTheNameOfItsOwnFileInStacks) {
  for (int i = 0; i < 3; ++i) {
    for (const char* name : {"one.mjs", "two.mjs"}) {
      const Ran ran = Run("export default () => { throw new Error('x') }", {.file = name});
      ASSERT_TRUE(ran.result.error);
      EXPECT_NE(ran.result.error->stack.find(name), std::string::npos) << ran.result.error->stack;
    }
  }
}

TEST_F(KeptCode, OfARunThatALimitEndedIsNotMade) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(Run("export default () => { for (;;); }",
                     {.limits = {.wall_time = std::chrono::milliseconds(30)}})
                     .ok());
  }
  EXPECT_EQ(kept_.counts().kept, 0u);
}

TEST_F(KeptCode, ThatV8RefusesIsMadeAnew) {
  constexpr std::string_view kText = "export default () => 1";
  kept_.Keep({Kind::kModule, "step.mjs", kText}, CodeOf(1000));
  for (int i = 0; i < 3; ++i) {
    const Ran ran = Run(kText);
    EXPECT_EQ(ran.returned(), "1") << ran.error();
  }
  EXPECT_EQ(kept_.counts().dropped, 1u);
  EXPECT_EQ(kept_.counts().kept, 2u);
}

TEST_F(KeptCode, OfTypeScriptIsItsJavaScriptToo) {
  constexpr const char* kText = "export default (n: any) => { if (n as any) throw new Error('x') }";
  const auto stack = [&] {
    return Run(kText, {.file = "step.ts"}).result.error.value_or(StepError()).stack;
  };
  const std::string first = stack();
  EXPECT_NE(first.find("step.ts:1:50"), std::string::npos) << first;
  EXPECT_EQ(kept_.counts().kept, 1u);
  EXPECT_EQ(kept_.counts().found, 0u);
  EXPECT_EQ(stack(), first);
  EXPECT_EQ(kept_.counts().found, 1u);
}

TEST_F(KeptCode, OfBrokenTypeScriptIsMadeOnceInARun) {
  const Ran ran =
      Run("const fail = () => import('./broken.ts').catch((error) => error.message);\n"
          "export default async () => [await fail(), await fail()]",
          {.files = {{"broken.ts", "let x: = 2;"}}});
  EXPECT_EQ(ran.returned(), R"(["Unexpected \"=\"","Unexpected \"=\""])") << ran.error();
  EXPECT_EQ(kept_.counts().kept, 1u);
  EXPECT_EQ(kept_.counts().found, 0u);
}

TEST_F(KeptCode, OfBrokenTypeScriptIsItsError) {
  const auto run = [&] { return Run("const n = 1;\nlet x: = 2;", {.file = "step.ts"}).error(); };
  const std::string first = run();
  EXPECT_NE(first.find("Unexpected"), std::string::npos) << first;
  EXPECT_EQ(run(), first);
  EXPECT_EQ(kept_.counts().found, 1u);
}

}  // namespace
}  // namespace sendoff::sources
