// SPDX-License-Identifier: MIT
// Every way to write a step, and what each of them is given.
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

TEST(StepShape, DefineComponentAsDefaultExport) {
  const Ran ran = RunText("export default defineComponent({ async run() { return 'ok'; } })");
  EXPECT_EQ(ran.returned(), "\"ok\"") << ran.error();
}

TEST(StepShape, PlainObjectAsDefaultExport) {
  const Ran ran = RunText("export default { run() { return 1 } }");
  EXPECT_EQ(ran.returned(), "1") << ran.error();
}

TEST(StepShape, DefineComponentWithoutExport) {
  const Ran ran = RunText("defineComponent({ async run() { return 2; } })");
  EXPECT_EQ(ran.returned(), "2") << ran.error();
}

TEST(StepShape, DefineComponentWithoutExportBesideAnImport) {
  const Ran ran = RunText("import { n } from './n.mjs'; defineComponent({ run: () => n })",
                          {.files = {{"n.mjs", "export const n = 3"}}});
  EXPECT_EQ(ran.returned(), "3") << ran.error();
}

TEST(StepShape, ModuleExportsObject) {
  const Ran ran = RunText("module.exports = { run({ $ }) { return typeof $.send.http } }");
  EXPECT_EQ(ran.returned(), "\"function\"") << ran.error();
}

TEST(StepShape, ModuleExportsFunction) {
  const Ran ran = RunText("module.exports = async ({ steps }) => steps.trigger.event.a",
                          {.event = R"({"a": 5})"});
  EXPECT_EQ(ran.returned(), "5") << ran.error();
}

TEST(StepShape, ExportsRun) {
  const Ran ran = RunText("exports.run = () => 'r'", {.file = "step.cjs"});
  EXPECT_EQ(ran.returned(), "\"r\"") << ran.error();
}

TEST(StepShape, DefaultExportedFunction) {
  const Ran ran = RunText("export default async function ({ steps, $ }) { return !!steps && !!$ }");
  EXPECT_EQ(ran.returned(), "true") << ran.error();
}

TEST(StepShape, ExportedRunFunction) {
  const Ran ran = RunText("export async function run({ steps }) { return steps.a.b }",
                          {.steps = R"({"a": {"b": "c"}})"});
  EXPECT_EQ(ran.returned(), "\"c\"") << ran.error();
}

TEST(StepShape, BareStatementsReturnAndAwaitAtTheTop) {
  const Ran ran = RunText("const x = await Promise.resolve(20); return x + 1;");
  EXPECT_EQ(ran.returned(), "21") << ran.error();
}

TEST(StepShape, BareStatementsSeeTheNamesOfTheOldForm) {
  const Ran ran = RunText(
      "return [event.n, $event.n, steps.trigger.event.n, params.p, auths.app.key,"
      " typeof $end, typeof $respond, typeof $checkpoint, typeof $send.http, typeof $.export,"
      " typeof require, typeof module]",
      {.event = R"({"n": 1})", .props = R"({"p": "v", "app": {"$auth": {"key": "k"}}})"});
  EXPECT_EQ(ran.returned(),
            R"([1,1,1,"v","k","function","function","undefined","function","function",)"
            R"("function","object"])")
      << ran.error();
}

TEST(StepShape, BareStatementsMayDeclareANameOfTheOldForm) {
  const Ran ran =
      RunText("const event = 1, steps = 2, require = 3; return event + steps + require");
  EXPECT_EQ(ran.returned(), "6") << ran.error();
}

TEST(StepShape, BareStatementsAreSloppy) {
  const Ran ran = RunText("undeclared = 4; return undeclared");
  EXPECT_EQ(ran.returned(), "4") << ran.error();
}

TEST(StepShape, BareStatementsBesideAnImportSeeTheNamesOfTheOldForm) {
  const Ran ran = RunText("import './n.mjs'; $send.http({}); $.export('e', event.n);",
                          {.event = R"({"n": 7})", .files = {{"n.mjs", ""}}});
  EXPECT_TRUE(ran.ok()) << ran.error();
  EXPECT_EQ(ran.result.exports_json, R"({"e":7})");
  EXPECT_EQ(ran.host.calls.size(), 1u);
}

TEST(StepShape, DefineActionIsDefineComponent) {
  EXPECT_EQ(RunText("export default defineAction({ run: () => 1 })").returned(), "1");
  EXPECT_EQ(RunText("defineAction({ run: () => 2 })").returned(), "2");
}

TEST(StepShape, DefineAppIsNoStep) {
  const Ran ran = RunText("defineApp({ type: 'app', run() { return 1 } }); return 2");
  EXPECT_EQ(ran.returned(), "2") << ran.error();
}

TEST(StepShape, AnEsModuleMayRequireRelativeToItsOwnFile) {
  const Ran ran = RunText(
      "import { n } from './lib/n.mjs'; const { m } = require('./m.cjs');"
      " export default () => [n, m, typeof module]",
      {.files = {{"lib/n.mjs", "export const { n } = require('./o.cjs')"},
                 {"lib/o.cjs", "exports.n = 3"},
                 {"m.cjs", "exports.m = 4"}}});
  EXPECT_EQ(ran.returned(), R"([3,4,"undefined"])") << ran.error();
}

TEST(StepShape, StatementsThatUseImportMetaAreAModule) {
  const Ran ran = RunText("console.log(import.meta.url.startsWith('file:///'))");
  EXPECT_EQ(ran.console(), "log: true\n") << ran.error();
}

TEST(StepShape, AHashBangAndAByteOrderMarkAreSkipped) {
  const Ran ran = RunText("\xef\xbb\xbf#!/usr/bin/env sendoff\nreturn 1");
  EXPECT_EQ(ran.returned(), "1") << ran.error();
  const Ran module = RunText("#!/usr/bin/env sendoff\nexport default () => 2");
  EXPECT_EQ(module.returned(), "2") << module.error();
}

TEST(StepShape, NothingIsRunTwice) {
  for (const char* text :
       {"console.log('top'); return 1", "console.log('top'); module.exports = () => 1",
        "console.log('top'); export default () => 1", "import './e.mjs'; console.log('top')"}) {
    const Ran ran = RunText(text, {.files = {{"e.mjs", ""}}});
    EXPECT_EQ(ran.console(), "log: top\n") << text;
  }
}

TEST(StepShape, AnUnknownShapeShowsTheShapes) {
  for (const char* text :
       {"export const a = 1", "export default 42", "export default {}", "module.exports = { a: 1 }",
        "module.exports = 5", "defineComponent({})"}) {
    const Ran ran = RunText(text);
    EXPECT_EQ(ran.kind(), ErrorCode::kStepShape) << text;
    EXPECT_NE(ran.error().find("export default defineComponent("), std::string::npos) << text;
    EXPECT_EQ(ran.host.settled, 1);
  }
}

TEST(StepShape, AnEmptyFileIsAStepThatDoesNothing) {
  const Ran ran = RunText("");
  EXPECT_TRUE(ran.ok()) << ran.error();
  EXPECT_EQ(ran.returned(), "none");
}

TEST(StepInputs, BadJsonIsAnErrorThatSaysWhich) {
  const Ran event = RunText("", {.event = "{"});
  EXPECT_EQ(event.kind(), ErrorCode::kUsage);
  EXPECT_NE(event.error().find("the event is not JSON"), std::string::npos) << event.error();
  const Ran props = RunText("", {.props = "[1]"});
  EXPECT_EQ(props.kind(), ErrorCode::kUsage);
}

TEST(StepInputs, AnEventMayBeAnyJson) {
  EXPECT_EQ(RunText("return event", {.event = "null"}).returned(), "null");
  EXPECT_EQ(RunText("return event", {.event = "[1]"}).returned(), "[1]");
}

TEST(StepInputs, TheEnvironmentIsTheGivenOneAlone) {
  const Ran ran = RunText("return process.env", {.env = {{"KEY", "v"}}});
  EXPECT_EQ(ran.returned(), R"({"KEY":"v"})") << ran.error();
}

TEST(StepShape, AFileThatRequiresTheStepBackSeesWhatItHasExportedSoFar) {
  const char* const helper = "console.log('helper', require('./STEP').early); exports.helps = true";
  for (const std::string file : {"step.cjs", "step.js", "step.mjs"}) {
    std::string back = helper;
    back.replace(back.find("STEP"), 4, file);
    if (file == "step.mjs") back = "exports.helps = true";
    const Ran ran = RunText(
        "exports.early = 1; console.log('step'); const { helps } = require('./helper.cjs');"
        "exports.run = () => helps",
        {.file = file, .files = {{"helper.cjs", back}}});
    EXPECT_EQ(ran.returned(), "true") << ran.error();
    EXPECT_EQ(ran.console(), file == "step.mjs" ? "log: step\n" : "log: step\nlog: helper 1\n");
  }
}

TEST(StepShape, AStepThatRequiresItselfRunsOnce) {
  const Ran ran = RunText(
      "console.log('step'); exports.n = 1; const self = require('./step.cjs');"
      "exports.run = () => [self.n, self === module.exports]",
      {.file = "step.cjs"});
  EXPECT_EQ(ran.returned(), "[1,true]") << ran.error();
  EXPECT_EQ(ran.console(), "log: step\n");
}

TEST(StepShape, PropertiesOfThisAreExportsOfTheOldForm) {
  const Ran ran = RunText(
      "this.total = 5; this.given = 'changed'; this.later = await Promise.resolve([1]); return 2",
      {.props = R"({"given": "g", "left": "l"})"});
  EXPECT_EQ(ran.returned(), "2") << ran.error();
  EXPECT_EQ(ran.result.exports_json, R"({"given":"changed","total":5,"later":[1]})");
  for (const char* end : {"throw new Error('x')", "$end('enough')",
                          "setTimeout(() => $end(), 1); await new Promise(() => {})"}) {
    EXPECT_EQ(RunText(std::string("this.total = 5;") + end).result.exports_json, R"({"total":5})")
        << end;
  }
  const Ran component = RunText("export default { run() { this.total = 5 } }");
  EXPECT_EQ(component.result.exports_json, "{}");
}

TEST(StepShape, WhatEndThrowsSaysWhatItIs) {
  const Ran ran = RunText(
      "try { $end('enough') } catch (e) { console.log(e instanceof Error, e.message); throw e }");
  EXPECT_TRUE(ran.ok()) << ran.error();
  EXPECT_EQ(ran.console().find("log: true $end() (enough) ends the step here"), 0u)
      << ran.console();
  const Ran caught = RunText("try { $end() } catch {} return 1");
  EXPECT_EQ(caught.returned(), "1");
}

TEST(StepShape, AGeneratorIsAnError) {
  for (const char* text :
       {"export default { async *run() { console.log(1) } }", "export default function* () {}",
        "module.exports = async function* () {}", "defineComponent({ *run() {} })"}) {
    const Ran ran = RunText(text);
    EXPECT_EQ(ran.kind(), ErrorCode::kStepShape) << text;
    EXPECT_NE(ran.error().find("generator"), std::string::npos) << ran.error();
  }
}

TEST(StepShape, AFunctionThatNobodyCallsIsAnError) {
  for (const char* text :
       {"async function main() {\n  return 1\n}\n", "import f from './f.mjs';\nfunction main() {}",
        "'use strict'\nconst main = async ({ steps, $ }) => { return /[/]}/.test('}') }"}) {
    const Ran ran = RunText(text, {.files = {{"f.mjs", "export default 1"}}});
    const bool has_effects = std::string(text).find("./f.mjs") != std::string::npos;
    EXPECT_EQ(ran.kind(), has_effects ? ErrorCode::kInternal : ErrorCode::kStepShape) << text;
    if (!has_effects) {
      EXPECT_NE(ran.error().find("main()"), std::string::npos) << ran.error();
    }
  }
}

}  // namespace
}  // namespace sendoff::runtime
