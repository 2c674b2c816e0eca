// SPDX-License-Identifier: MIT
// Steps in TypeScript: what is made of them, and that every place is the author's own.
#include <string>

#include "sources/type_stripper.h"
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

Ran RunTypeScript(std::string_view text, std::map<std::string, std::string> files = {},
                  std::string name = "step.ts") {
  RunInput input;
  input.file = std::move(name);
  input.files = std::move(files);
  return RunText(text, input);
}

TEST(TypeScript, RunsInEveryShape) {
  const std::pair<const char*, const char*> steps[] = {
      {"step.ts",
       "export default async ({ steps }: { steps: any }): Promise<number> => 1 as number"},
      {"step.ts",
       "export default defineComponent({ async run(this: any): Promise<number> { return 1; } })"},
      {"step.mts", "export async function run<T>(x: T): Promise<number> { return 1 }"},
      {"step.cts", "module.exports = { run(): number { return 1 } }"},
      {"step.ts", "const step = { run: (): number => 1 };\nexport = step;"},
      {"step.ts", "const n: number = 1;\nreturn n;"},
      {"step.ts", "type N = number;\nif (event as any) { return await Promise.resolve<N>(1); }"},
  };
  for (const auto& [name, text] : steps) {
    const Ran ran = RunTypeScript(text, {}, name);
    EXPECT_EQ(ran.returned(), "1") << text << "\n" << ran.error();
  }
}

TEST(TypeScript, MakesWhatIsMoreThanAType) {
  const Ran ran = RunTypeScript(R"(
enum Color { Red, Green = "g", Blue = 1 << 2 }
const enum Size { Small = 1 }
namespace Units { export const metre = 100; }
abstract class Shape<T> {
  declare hidden: string;
  static #count: number = 0;
  constructor(private readonly value: T, public name = "n") { Shape.#count++; }
  abstract area(): number;
  get(): T { return this.value!; }
}
class Square extends Shape<number> { area(): number { return this.get() ** 2; } }
function log(value: any, context: any) { return function (this: any) { return "logged " + value.call(this); } }
class Told { @log hello() { return "hello" } }
function over(a: string): string;
function over(a: number): string;
function over(a: unknown) { return typeof a; }
const config = { a: 1 } satisfies Record<string, number>;
export default () => [Color.Red, Color.Green, Color[4], Size.Small, Units.metre, new Square(3).area(),
  new Square(3).name, new Told().hello(), over(1), (<any>config).a, config!.a];
)");
  EXPECT_EQ(ran.returned(), R"([0,"g","Blue",1,100,9,"n","logged hello","number",1,1])")
      << ran.error();
}

TEST(TypeScript, ImportsByTheNamesThatItsCompilersTake) {
  const Ran ran = RunTypeScript(
      "import a from './a.ts'; import b from './b.js'; import c, { type T } from './c';\n"
      "import d from './d'; import type { U } from './nowhere'; import e from './e.mjs';\n"
      "import json from './j.json'; import x = require('./x.cjs'); import { V } from './types';\n"
      "export default async (): Promise<T> => "
      "[a, b, c, d, e, json, x.x, (await import('./a.ts')).default, require('./r').r]",
      {{"a.ts", "const a: string = 'a'; export default a"},
       {"b.ts", "export default 'b' as string"},
       {"c.mts", "export type T = any; export default 'c' as const"},
       {"d/index.ts", "export default 'd'!"},
       {"e.mts", "export default <string>'e'"},
       {"j.json", "\"j\""},
       {"x.cts", "exports.x = 'x' as string"},
       {"types.ts", "export interface V {}"},
       {"r.ts", "exports.r = 'r' as string"}});
  EXPECT_EQ(ran.returned(), R"(["a","b","c","d","e","j","x","a","r"])") << ran.error();
}

TEST(TypeScript, IsImportedByJavaScriptUnderItsOwnNameOnly) {
  const std::map<std::string, std::string> files = {{"a.ts", "export default 'a' as string"}};
  const Ran whole = RunText("import a from './a.ts'; export default () => a", {.files = files});
  EXPECT_EQ(whole.returned(), "\"a\"") << whole.error();
  const Ran half = RunText("import a from './a'; export default () => a", {.files = files});
  EXPECT_NE(half.error().find("write the whole name: './a.ts'"), std::string::npos) << half.error();
}

constexpr std::string_view kPlaces = R"(import { call } from "./lib/call.js";

interface Nothing {
  at: "all";
}

enum Color {
  Red,
}

export default async function <T>({ $ }: { $: any }): Promise<void> {
  const x: number = Color.Red; $.send.http({ x } as unknown);
  console.log(new Error("logged").stack!.split("\n")[1].trim());
  call(() => {
    throw new Error("thrown" as string);
  });
}
)";

TEST(TypeScript, PlacesAreTheAuthorsInStacksAndCallSites) {
  const Ran ran = RunTypeScript(
      kPlaces,
      {{"lib/call.ts", "type F = () => void;\n\n\nexport const call = (f: F): void => f();"}});
  ASSERT_EQ(ran.host.calls.size(), 1u) << ran.error();
  EXPECT_EQ(ran.host.calls[0], "step.ts:12:39");
  EXPECT_NE(ran.console().find("step.ts:13:15"), std::string::npos) << ran.console();
  const std::string& stack = ran.result.error->stack;
  EXPECT_NE(stack.find("\n    at step.ts:15:11\n"), std::string::npos) << stack;
  EXPECT_NE(stack.find("(lib/call.ts:4:37)"), std::string::npos) << stack;
  EXPECT_NE(stack.find("(step.ts:14:3)"), std::string::npos) << stack;
}

TEST(TypeScript, PlacesAreTheAuthorsInTheOldForm) {
  const Ran ran = RunTypeScript(
      "const x: any = event;\n$send.http({});\nawait null;\nif (x.no) return;\n\n"
      "  throw new Error('old' as string);");
  ASSERT_EQ(ran.host.calls.size(), 1u) << ran.error();
  EXPECT_EQ(ran.host.calls[0], "step.ts:2:7");
  EXPECT_NE(ran.result.error->stack.find("step.ts:6:9"), std::string::npos)
      << ran.result.error->stack;
}

TEST(TypeScript, AMistakeIsShownInTheAuthorsLine) {
  const Ran ran = RunTypeScript("type A = 1;\nconst \u00e9: = 3 as \"\u00e9\";\nexport default 1");
  EXPECT_EQ(ran.kind(), ErrorCode::kStepSyntax);
  EXPECT_EQ(ran.result.error->name, "SyntaxError");
  EXPECT_EQ(ran.result.error->stack.substr(0, ran.result.error->stack.find("\nSyntaxError")),
            "step.ts:2:10\nconst \u00e9: = 3 as \"\u00e9\";\n         ^");
}

TEST(TypeScript, AMissingExportIsShownInTheAuthorsLine) {
  const Ran ran =
      RunTypeScript("type A =\n  1;\nimport { gone } from './a.ts';\nexport default gone;",
                    {{"a.ts", "export const here = 1;"}});
  EXPECT_EQ(ran.kind(), ErrorCode::kStepSyntax);
  EXPECT_EQ(ran.result.error->stack.substr(0, 12), "step.ts:3:10") << ran.result.error->stack;
  const Ran file = RunTypeScript("type A =\n  1;\nimport x from './gone.ts';\nexport default x;");
  EXPECT_EQ(file.error().substr(0, 14), "step.ts:3:15: ") << file.error();
}

TEST(TypeScript, AStepMayStillFormatItsStacks) {
  const Ran ran = RunTypeScript(
      "Error.prepareStackTrace = (e: Error, sites: any[]) => `${e.message} ${sites.length > 0}`;\n"
      "export default () => new Error('own').stack");
  EXPECT_EQ(ran.returned(), "\"own true\"") << ran.error();
  const Ran strange = RunTypeScript(
      "export default () => { const e = new Error('x'); Object.defineProperty(e, 'name', "
      "{ get() { throw 1 } }); return e.stack!.slice(0, 7) }");
  EXPECT_EQ(strange.returned(), "\"<error>\"") << strange.error();
}

TEST(TypeScript, JsxIsRefusedInWords) {
  for (const char* name : {"step.tsx", "step.jsx"}) {
    const Ran ran = RunTypeScript("export default () => <div/>", {}, name);
    EXPECT_EQ(ran.kind(), ErrorCode::kStepSyntax);
    EXPECT_NE(ran.error().find("may have JSX"), std::string::npos) << ran.error();
  }
}

TEST(TypeScript, ATextThatUsesUpTheCompilerFailsTheStepAlone) {
  const Ran ran = RunTypeScript(std::string(3'000'000, '('));
  EXPECT_EQ(ran.kind(), ErrorCode::kIo);
  EXPECT_NE(ran.error().find("did not come to its end"), std::string::npos) << ran.error();
}

TEST(TypeScript, IsGivenUpAtOnceWhenTheRunIsOver) {
  int asked = 0;
  const auto result =
      sources::StripTypes(std::string(3'000'000, '('), [&asked] { return ++asked > 0; });
  ASSERT_TRUE(std::holds_alternative<Error>(result));
  EXPECT_NE(std::get<Error>(result).message.find("was given up"), std::string::npos)
      << std::get<Error>(result).message;
}

TEST(TypeScript, ADynamicImportThatFailsIsARejection) {
  const Ran ran = RunTypeScript(
      "export default async () => import('./bad.ts').catch((e: Error) => `${e.name} ${e.message}`)",
      {{"bad.ts", "let x: ="}});
  EXPECT_EQ(ran.returned().substr(0, 13), "\"SyntaxError ") << ran.returned() << ran.error();
}

}  // namespace
}  // namespace sendoff::runtime
