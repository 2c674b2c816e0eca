// SPDX-License-Identifier: MIT
// Programs that import() what is being evaluated at that moment: they do what they do in Node.
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

using Files = std::map<std::string, std::string>;

struct Program {
  const char* name;
  const char* step;
  Files files;
  const char* returns;
  const char* file = "step.mjs";
};

void PrintTo(const Program& program, std::ostream* out) { *out << program.name; }

class ImportCycle : public testing::TestWithParam<Program> {};

TEST_P(ImportCycle, IsWhatItIsInNode) {
  const Program& program = GetParam();
  const Ran ran = RunText(program.step, {.file = program.file, .files = program.files});
  EXPECT_EQ(ran.returned(), program.returns) << ran.error();
}

INSTANTIATE_TEST_SUITE_P(
    Programs, ImportCycle,
    testing::Values(
        Program{"LazyCycle",
                "import { load } from './a.mjs'; export const x = 1; const a = load();"
                "export default async () => (await a).y",
                {{"a.mjs", "export const load = () => import('./b.mjs')"},
                 {"b.mjs", "import { x } from './step.mjs'; export const y = x + 1"}},
                "2"},
        Program{"Itself",
                "const self = import('./step.mjs'); export const x = 1;"
                "export default async () => (await self).x",
                {},
                "1"},
        Program{
            "ItselfWithinACycle",
            "import { b } from './a.mjs'; export default async () => (await b).a",
            {{"a.mjs", "export const a = 1; import './b.mjs'; export const b = import('./a.mjs')"},
             {"b.mjs", "import './a.mjs'"}},
            "1"},
        Program{"Siblings",
                "import a from './a.mjs'; import b from './b.mjs';"
                "export default async () => [(await a).name, (await b).name]",
                {{"a.mjs", "export const name = 'a'; export default import('./b.mjs')"},
                 {"b.mjs", "export const name = 'b'; export default import('./a.mjs')"}},
                R"(["b","a"])"},
        Program{"Importer",
                "import a from './a.mjs'; export const x = 1;"
                "export default async () => (await a).x",
                {{"a.mjs", "export default import('./step.mjs')"}},
                "1"},
        Program{"ImporterOfTheImporter",
                "import a from './a.mjs'; export const x = 1;"
                "export default async () => (await a).x",
                {{"a.mjs", "export { default } from './b.mjs'"},
                 {"b.mjs", "import './a.mjs'; export default import('./step.mjs')"}},
                "1"},
        Program{"ImporterOfCommonJs",
                "import c from './c.cjs'; export const x = 1;"
                "export default async () => (await c.step).x",
                {{"c.cjs", "exports.step = import('./step.mjs')"}},
                "1"},
        Program{"CommonJsItself",
                "import c from './c.cjs';"
                "export default async () => (await c.self).default === c",
                {{"c.cjs", "exports.self = import('./c.cjs')"}},
                "true"},
        Program{"RequiredCommonJs",
                "const c = require('./c.cjs'); export const x = 1;"
                "export default async () => (await c.step).x",
                {{"c.cjs", "exports.step = import('./step.mjs')"}},
                "1"},
        Program{"FromEval",
                "const self = eval(\"import('./step.mjs')\"); export const x = 1;"
                "export default async () => (await self).x",
                {},
                "1"},
        Program{"FromNewFunction",
                "const self = new Function(\"return import('./step.mjs')\")();"
                "export const x = 1; export default async () => (await self).x",
                {},
                "1"},
        Program{"InTypeScript",
                "import a from './a.ts'; export const x: number = 1;"
                "export default async (): Promise<number> => (await a).x",
                {{"a.ts", "export default import('./step.ts') as Promise<{ x: number }>"}},
                "1",
                "step.ts"},
        Program{"WithTopLevelAwait",
                "import a from './a.mjs'; await null; const self = import('./step.mjs');"
                "export const x = 1; export default async () => [(await self).x, (await a.p).x]",
                {{"a.mjs", "await null; export default { p: import('./step.mjs') }"}},
                "[1,1]"},
        Program{"SiblingsWithTopLevelAwait",
                "import a from './a.mjs'; import b from './b.mjs';"
                "export default async () => [(await a.p).n, (await b.p).n]",
                {{"a.mjs",
                  "await null; export const n = 'a'; export default { p: import('./b.mjs') };"
                  "await null"},
                 {"b.mjs",
                  "export const n = 'b'; export default { p: import('./a.mjs') }; await null"}},
                R"(["b","a"])"},
        Program{"WhileASpecifierIsMade",
                "const all = []; const p = import({ toString() {"
                "  all.push(import('./step.mjs')); return './a.mjs' } }); export const x = 1;"
                "export default async () => [(await p).a, (await all[0]).x]",
                {{"a.mjs", "export const a = 'a'"}},
                R"(["a",1])"},
        Program{"OneThatThrows",
                "const log = []; await import('./a.mjs').catch((e) => log.push(e));"
                "await import('./a.mjs').catch((e) => log.push(e)); await null; await null;"
                "export default () => [log[0] === log[1], log[0].message, saw === log[0]]",
                {{"a.mjs",
                  "import('./a.mjs').catch((e) => { globalThis.saw = e }); throw new Error('a')"}},
                R"([true,"a",true])"},
        Program{"OfWhichOneThrows",
                "const log = []; await import('./a.mjs').catch((e) => log.push(e.message));"
                "await import('./b.mjs').catch((e) => log.push(e.message));"
                "await import('./c.mjs').then((m) => log.push(m.c)); export default () => log",
                {{"a.mjs", "import './c.mjs'; import './b.mjs'; import('./a.mjs').catch(() => {})"},
                 {"b.mjs", "import './a.mjs'; throw new Error('b')"},
                 {"c.mjs", "export const c = 'c'; import('./a.mjs').catch(() => {})"}},
                R"(["b","b","c"])"},
        Program{"WhatIsNotInitializedYet",
                "const seen = import('./a.mjs').then((m) => m.read()); export const x = 1;"
                "export default () => seen",
                {{"a.mjs", "import { x } from './step.mjs'; export const read = () => x"}},
                "1"}),
    testing::PrintToStringParamName());

// In Node such a program ends by "unsettled top-level await".
TEST(ImportCycle, ThatAwaitsItselfNeverSettles) {
  for (const Files& files :
       {Files{{"a.mjs", "await import('./a.mjs')"}}, Files{{"a.mjs", "await import('./step.mjs')"}},
        Files{{"a.mjs", "await import('./b.mjs')"}, {"b.mjs", "await import('./a.mjs')"}}}) {
    const Ran ran = RunText("import './a.mjs'; export default () => 1", {.files = files});
    EXPECT_EQ(ran.kind(), ErrorCode::kStepNeverSettles) << ran.error();
  }
}

TEST(ImportCycle, NothingIsEvaluatedInsideTheCall) {
  const Ran ran = RunText(
      "globalThis.log = []; const p = import('./a.mjs'); log.push('after');"
      "export default async () => { await p; return log }",
      {.files = {{"a.mjs", "log.push('a')"}}});
  EXPECT_EQ(ran.returned(), R"(["after","a"])") << ran.error();
}

}  // namespace
}  // namespace sendoff::runtime
