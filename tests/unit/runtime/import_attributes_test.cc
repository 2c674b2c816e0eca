// SPDX-License-Identifier: MIT
// `with` and `assert` before the attributes of an import: each V8 knows one, steps may have both.
#include <string>

#include "runtime/v8/platform.h"
#include "sources/kept_sources.h"
#include "tests/unit/runtime/run_step.h"
#include "tests/unit/runtime/test_bindings.h"

namespace sendoff::runtime {
namespace {

const std::map<std::string, std::string> kFiles = {{"f.json", "[1]"}, {"g.json", "[2]"}};

bool Has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

class ImportAttributes : public testing::TestWithParam<const char*> {
 protected:
  // The text with the word in the place of each WORD.
  static std::string With(std::string text) {
    for (size_t at = text.find("WORD"); at != text.npos; at = text.find("WORD", at)) {
      text.replace(at, 4, GetParam());
    }
    return text;
  }

  // Where it throws, as stacks have it.
  static std::string Thrown(const std::string& text, const std::string& file = "step.mjs") {
    const Ran ran = RunText(With(text), {.file = file, .files = kFiles});
    return ran.result.error.value_or(StepError()).stack;
  }
};

INSTANTIATE_TEST_SUITE_P(Words, ImportAttributes, testing::Values("with", "assert"),
                         [](const auto& word) { return std::string(word.param); });

TEST_P(ImportAttributes, StandBehindImportsAndExports) {
  const Ran ran =
      RunText(With("import f from './f.json' WORD { type: 'json' };\n"
                   "import './f.json'WORD{type:'json'};\n"
                   "import * as g from \"./g.json\"\t WORD\n  { type: 'json', }\n"
                   "export { default as again } from './g.json' WORD { type: 'json' }\n"
                   "import { lib } from './lib.js'\n"
                   "export default () => [f, g.default, lib]"),
              {.files = {{"f.json", "[1]"},
                         {"g.json", "[2]"},
                         {"lib.js", With("export { default as lib } from './f.json' WORD {}")}}});
  EXPECT_EQ(ran.returned(), "[[1],[2],[1]]") << ran.error();
}

TEST_P(ImportAttributes, MayBothBeInOneFile) {
  const Ran ran = RunText(
      "import f from './f.json' with { type: 'json' }; import g from './g.json' assert { type: "
      "'json' }; export default () => [f, g]",
      {.files = kFiles});
  EXPECT_EQ(ran.returned(), "[[1],[2]]") << ran.error();
}

TEST_P(ImportAttributes, StandInDynamicImports) {
  constexpr const char* kImport = "(await import('./f.json', { WORD: { type: 'json' } })).default";
  for (const std::string begin : {"return ", "export default async () => "}) {
    const Ran ran = RunText(With(begin + kImport), {.files = kFiles});
    EXPECT_EQ(ran.returned(), "[1]") << ran.error();
  }
}

TEST_P(ImportAttributes, StandInTypeScript) {
  const Ran ran = RunText(
      With("import f from './f.json' WORD { type: 'json' };\n"
           "export default async (n: any) => [f, (await import('./g.json', { WORD: { type: 'json' "
           "} })).default] as any[]"),
      {.file = "step.ts", .files = kFiles});
  EXPECT_EQ(ran.returned(), "[[1],[2]]") << ran.error();
}

TEST_P(ImportAttributes, LeavePlacesInStacksAsTheyAre) {
  constexpr const char* kImport = "import f from './f.json' WORD { type: 'json' };";
  const std::string line = With(kImport) + " export default () => { throw new Error('x') }";
  const std::string place = "step.mjs:1:" + std::to_string(line.find("new Error") + 1);
  EXPECT_TRUE(Has(Thrown(line), place)) << Thrown(line);
  const std::string later = std::string(kImport) + "\n\nexport default () => { null.x }";
  EXPECT_TRUE(Has(Thrown(later), "step.mjs:3:29")) << Thrown(later);
  EXPECT_TRUE(Has(Thrown(later, "step.ts"), "step.ts:3:")) << Thrown(later, "step.ts");
}

TEST_P(ImportAttributes, LeaveCharactersAsTheyAre) {
  const Ran ran = RunText(
      With("const s = '\u00e4\u20ac\U0001f600'; import f from './f.json' WORD { type: 'json' };"
           "export default () => [s, \"'x' WORD { y }\", `${f} './f.json' WORD {`]"),
      {.files = kFiles});
  EXPECT_EQ(ran.returned(), With("[\"\u00e4\u20ac\U0001f600\",\"'x' WORD { y }\","
                                 "\"1 './f.json' WORD {\"]"))
      << ran.error();
}

TEST_P(ImportAttributes, AreKeptWithTheirCode) {
  sources::KeptSources kept(1 << 20);
  const std::string text = With(
      "import f from './f.json' WORD { type: 'json' };"
      "const late = (n) => { return n + 1 }; export default () => [f, late(1), late + '']");
  for (int i = 0; i < 4; ++i) {
    const RunInput input = {.files = kFiles};
    IsolateHost isolate(Platform::Get(), TestSnapshot(), input.limits.heap_bytes,
                        IsolateHost::Use::kOnce, &kept);
    const Ran ran = RunTextIn(isolate, text, input);
    EXPECT_EQ(ran.returned(), R"([[1],2,"(n) => { return n + 1 }"])") << ran.error();
  }
  EXPECT_EQ(kept.counts().kept, 1u);
  EXPECT_EQ(kept.counts().found, 2u);
  EXPECT_EQ(kept.counts().dropped, 0u);
}

TEST_P(ImportAttributes, ElsewhereAreTheErrorsThatTheyWere) {
  // Named is the word that the author wrote.
  for (const char* text :
       {"export default 1;\nconst a = 'x' WORD { type: 'json' };",
        "import f from './f.json' WORD { type: 'json' };\nf('x' WORD { a: 1 })"}) {
    const Ran ran = RunText(With(text), {.files = kFiles});
    EXPECT_EQ(ran.kind(), ErrorCode::kStepSyntax) << text;
    EXPECT_TRUE(Has(ran.error() + Thrown(text), "step.mjs:2:")) << Thrown(text);
    EXPECT_TRUE(Has(Thrown(text), std::string("'x' ") + GetParam())) << Thrown(text);
  }
}

TEST_P(ImportAttributes, HideNoOtherError) {
  constexpr const char* kImport = "import f from './f.json' WORD { type: 'json' };\n";
  EXPECT_TRUE(Has(Thrown(std::string(kImport) + "let let"), "step.mjs:2:5"));
  // V8 finds this one last, though it is first.
  const std::string missing = Thrown("export { nope };\n" + std::string(kImport));
  EXPECT_TRUE(Has(missing, "nope")) << missing;
}

TEST(ImportAttributesOnTheirOwnLine, FollowTheWordWith) {
  const Ran ran =
      RunText("import f from './f.json'\n  with { type: 'json' }; export default () => { f.x.y }",
              {.files = kFiles});
  ASSERT_TRUE(ran.result.error);
  EXPECT_TRUE(Has(ran.result.error->stack, "step.mjs:2:53")) << ran.result.error->stack;
}

}  // namespace
}  // namespace sendoff::runtime
