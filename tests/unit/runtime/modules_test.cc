// SPDX-License-Identifier: MIT
// A step's further files.
#include "sources/file_url.h"
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

bool Has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Modules, ImportsEsModulesCommonJsAndJson) {
  const Ran ran = RunText(
      "import a, { b } from './a.mjs'; import c from './c.cjs'; import d from './d.js';"
      "import e from './e.js'; import f from './f.json'; import * as ns from './a.mjs';"
      "export default () => [a, b, c.c, d, e.e, f.f, ns.b === b]",
      {.files = {{"a.mjs", "export default 'a'; export const b = 'b'"},
                 {"c.cjs", "exports.c = 'c'"},
                 {"d.js", "export default 'd'"},
                 {"e.js", "module.exports = { e: 'e' }"},
                 {"f.json", R"({"f": "f"})"}}});
  EXPECT_EQ(ran.returned(), R"(["a","b","c","d","e","f",true])") << ran.error();
}

TEST(Modules, AreRelativeToTheImportingFile) {
  const Ran ran = RunText("import x from './lib/x.mjs'; export default () => x",
                          {.files = {{"lib/x.mjs", "import y from '../y.mjs'; export default y"},
                                     {"y.mjs", "export default 'y'"}}});
  EXPECT_EQ(ran.returned(), "\"y\"") << ran.error();
}

// Loading moves nothing that is in use: seen as a crash.
TEST(Modules, ACommonJsModuleMayImportManyWhileItIsImported) {
  RunInput input;
  std::string code;
  for (int i = 0; i < 40; ++i) {
    const std::string name = "m" + std::to_string(i) + ".mjs";
    input.files[name] = "export default 1";
    code += "import('./" + name + "');";
  }
  input.files["c.cjs"] = code + "module.exports = { a: 1, b: 2 }";
  const Ran ran = RunText("import c from './c.cjs'; export default () => c", input);
  EXPECT_EQ(ran.returned(), R"({"a":1,"b":2})") << ran.error();
}

TEST(Modules, MayImportEachOther) {
  const Ran ran =
      RunText("import { f } from './f.mjs'; export const g = () => 'g'; export default () => f()",
              {.files = {{"f.mjs", "import { g } from './step.mjs'; export const f = () => g()"}}});
  EXPECT_EQ(ran.returned(), "\"g\"") << ran.error();
}

TEST(Modules, AreRunOnce) {
  const Ran ran = RunText(
      "import './a.mjs'; import './b.mjs'; await import('./a.mjs');"
      "export default async () => { await import('./a.mjs') }",
      {.files = {{"a.mjs", "console.log('a')"}, {"b.mjs", "import './a.mjs'; console.log('b')"}}});
  EXPECT_EQ(ran.console(), "log: a\nlog: b\n") << ran.error();
}

TEST(Modules, ImportDynamicallyFromEveryShape) {
  const std::map<std::string, std::string> files = {
      {"x.mjs", "await null; export default 'x'"},
      {"l/y.cjs", "exports.load = () => import('../x.mjs')"}};
  EXPECT_EQ(RunText("return (await import('./x.mjs')).default", {.files = files}).returned(),
            "\"x\"");
  EXPECT_EQ(
      RunText("export default async () => (await import('./x.mjs')).default", {.files = files})
          .returned(),
      "\"x\"");
  EXPECT_EQ(
      RunText("return (await require('./l/y.cjs').load()).default", {.files = files}).returned(),
      "\"x\"");
  EXPECT_EQ(
      RunText("return (await eval(\"import('./x.mjs')\")).default", {.files = files}).returned(),
      "\"x\"");
}

TEST(Modules, AFailedDynamicImportIsARejection) {
  const Ran ran = RunText(
      "const c = []; for (const s of ['./none.mjs', './bad.mjs', './throws.mjs', 'axios'])"
      " await import(s).catch(e => c.push(`${e.name}: ${e.message.split('\\n')[0]}`));"
      "c.push((await import('./good.mjs')).default); return c.join('; ')",
      {.files = {{"bad.mjs", "let let"},
                 {"throws.mjs", "throw new Error('thrown')"},
                 {"good.mjs", "export default 'good'"}}});
  EXPECT_TRUE(Has(ran.returned(), "there is no file './none.mjs'")) << ran.error();
  EXPECT_TRUE(Has(ran.returned(), "; SyntaxError: Unexpected ")) << ran.returned();
  EXPECT_TRUE(Has(ran.returned(), "; Error: thrown; ")) << ran.returned();
  EXPECT_TRUE(Has(ran.returned(), "npm package 'axios'")) << ran.returned();
  EXPECT_TRUE(ran.returned().ends_with("; good\"")) << ran.returned();
}

// What one load came by and did not finish is finished by the next one that comes by it.
TEST(Modules, AFailedDynamicImportDoesNoHarmToOthers) {
  const std::map<std::string, std::string> files = {
      {"missing.mjs", "import './b.mjs'; import './none.mjs'"},
      {"syntax.mjs", "import './b.mjs'; import './bad.mjs'"},
      {"bad.mjs", "let let"},
      {"json.mjs", "import './b.mjs'; import './bad.json'"},
      {"bad.json", "{"},
      {"export.mjs", "import './b.mjs'; import { nope } from './c.mjs'"},
      {"throws.mjs", "import './b.mjs'; throw 1"},
      {"cycle.mjs", "import './b.mjs'; import './cycle2.mjs'"},
      {"cycle2.mjs", "import './cycle.mjs'; import './none.mjs'"},
      {"b.mjs", "export { c } from './c.mjs'"},
      {"c.mjs", "import d from './d.cjs'; export const c = 'c' + d"},
      {"d.cjs", "module.exports = 'd'"},
      {"innocent.mjs", "export { c } from './b.mjs'"}};
  for (const char* first : {"missing", "syntax", "json", "export", "throws", "cycle"}) {
    for (const char* next : {"innocent", "b", "c"}) {
      const std::string code = std::string("let failed = 0; await import('./") + first +
                               ".mjs').catch(() => failed++); await import('./" + first +
                               ".mjs').catch(() => failed++); const { c } = await import('./" +
                               next + ".mjs'); return [failed, c]";
      EXPECT_EQ(RunText(code, {.files = files}).returned(), R"([2,"cd"])") << code;
    }
  }
}

TEST(Modules, ThatWereImportedTogetherAreLoadedOnce) {
  const Ran ran = RunText(
      "const all = await Promise.all(['./a.mjs', './b.mjs', './a.mjs', './d.cjs', './d.cjs']"
      ".map((s) => import(s))); return [all[0] === all[2], all[3] === all[4], all[1].a]",
      {.files = {{"a.mjs", "export const a = 'a'; console.log('a')"},
                 {"b.mjs", "export { a } from './a.mjs'"},
                 {"d.cjs", "console.log('d')"}}});
  EXPECT_EQ(ran.returned(), R"([true,true,"a"])") << ran.error();
  EXPECT_EQ(ran.console(), "log: a\nlog: d\n");
}

TEST(Modules, MetaHasUrlAndNames) {
  const Ran ran = RunText(
      "export default () => [import.meta.url.startsWith('file:///'),"
      " import.meta.filename.endsWith('/step.mjs'), import.meta.url.endsWith('/step.mjs')]");
  EXPECT_EQ(ran.returned(), "[true,true,true]") << ran.error();
}

TEST(Modules, RequireFindsFilesAsNodeDoes) {
  const Ran ran = RunText(
      "const a = require('./a'), b = require('./b'), c = require('./dir');"
      "return [a.n, b.n, c.n, require('./a') === a, require.resolve('./a').endsWith('/a.js')]",
      {.files = {{"a.js", "exports.n = 1; exports.f = __filename"},
                 {"b.json", R"({"n": 2})"},
                 {"dir/index.js", "module.exports = { n: require('../a.js').n + 2 }"}}});
  EXPECT_EQ(ran.returned(), "[1,2,3,true,true]") << ran.error();
}

TEST(Modules, RequireOfACycleSeesWhatIsThere) {
  const Ran ran = RunText("return require('./a.cjs').b",
                          {.files = {{"a.cjs", "exports.a = 1; exports.b = require('./b.cjs').a"},
                                     {"b.cjs", "exports.a = require('./a.cjs').a + 1"}}});
  EXPECT_EQ(ran.returned(), "2") << ran.error();
}

TEST(Modules, AModuleThatThrewIsTriedAgainByRequire) {
  const Ran ran = RunText(
      "let n = 0; globalThis.count = () => ++n; for (let i = 0; i < 2; i++)"
      " try { require('./t.cjs') } catch {} return n",
      {.files = {{"t.cjs", "count(); throw 1"}}});
  EXPECT_EQ(ran.returned(), "2") << ran.error();
}

TEST(Modules, AWrongSpecifierSaysWhereAndHowToMendIt) {
  const std::map<std::string, std::string> files = {
      {"helper.mjs", ""}, {"dir/index.mjs", ""}, {"bad.json", "{"}};
  const auto error = [&](const char* text) {
    const Ran ran = RunText(text, {.files = files});
    EXPECT_FALSE(ran.ok()) << text;
    return ran.error();
  };
  EXPECT_TRUE(
      Has(error("\nimport x from './none.mjs'"), "step.mjs:2:15: there is no file './none.mjs'"))
      << error("\nimport x from './none.mjs'");
  EXPECT_TRUE(Has(error("import './helper'"), "write the whole name: './helper.mjs'"));
  EXPECT_TRUE(Has(error("import './dir'"), "write './dir/index.mjs'"));
  EXPECT_TRUE(Has(error("import axios from 'axios'"), "npm package 'axios'"));
  EXPECT_TRUE(Has(error("import 'node:nothing'"), "No such built-in module: node:nothing"));
  EXPECT_TRUE(Has(error("import 'https://example.com/x.mjs'"), "only files of this machine"));
  EXPECT_TRUE(Has(error("require('axios')"), "step.mjs:1:1: the npm package 'axios'"));
  EXPECT_TRUE(Has(error("require('./helper.mjs')"), "use import"));
  EXPECT_TRUE(Has(error("import './bad.json'"), "bad.json is not JSON"));
  EXPECT_TRUE(Has(error("require('./bad.json')"), "bad.json is not JSON"));
  EXPECT_TRUE(Has(error("require(5)"), "the name of a file"));
  EXPECT_EQ(RunText("import 'axios'").kind(), ErrorCode::kModuleNotFound);
  const std::string is_long = "import '" + std::string(65'537, 'a') + "'";
  EXPECT_TRUE(Has(error(is_long.c_str()), "name has 65537 bytes"));
}

TEST(Modules, AMissingExportShowsTheImport) {
  const Ran ran = RunText("\nimport { nope } from './a.mjs'; export default () => nope",
                          {.files = {{"a.mjs", "export const a = 1"}}});
  EXPECT_EQ(ran.kind(), ErrorCode::kStepSyntax);
  EXPECT_TRUE(Has(ran.error(), "nope")) << ran.error();
  EXPECT_TRUE(Has(ran.result.error->stack, "step.mjs:2:")) << ran.result.error->stack;
}

TEST(Modules, ALongChainOfImportsIsNoStackOverflow) {
  RunInput input;
  for (int i = 0; i < 3000; ++i) {
    input.files["m" + std::to_string(i) + ".mjs"] =
        "export { default } from './m" + std::to_string(i + 1) + ".mjs'";
  }
  input.files["m3000.mjs"] = "export default 'end'";
  const Ran ran = RunText("import x from './m0.mjs'; export default () => x", input);
  EXPECT_TRUE(ran.returned() == "\"end\"" || ran.result.error->name == "RangeError") << ran.error();
}

}  // namespace
}  // namespace sendoff::runtime
