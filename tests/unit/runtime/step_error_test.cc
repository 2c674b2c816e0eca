// SPDX-License-Identifier: MIT
// What a step's author sees when it fails.
#include <map>
#include <string>
#include <vector>

#include "runtime/step/step_runner.h"
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

bool Has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(StepError, CarriesNameMessageAndTheStepsOwnLines) {
  const Ran ran = RunText("export default {\n  run() {\n    throw new RangeError('no');\n  }\n}");
  ASSERT_TRUE(ran.result.error);
  EXPECT_EQ(ran.result.status, StepStatus::kError);
  EXPECT_EQ(ran.result.error->name, "RangeError");
  EXPECT_EQ(ran.result.error->message, "no");
  EXPECT_EQ(ran.result.error->code, "ERR_STEP_THREW");
  EXPECT_EQ(ran.result.error->stack,
            "step.mjs:3:11\n    throw new RangeError('no');\n          ^\n"
            "RangeError: no\n    at Object.run (step.mjs:3:11)");
  EXPECT_EQ(ran.host.settled, 1);
}

TEST(StepError, LinesOfBareStatementsAreTheFilesOwn) {
  const Ran first = RunText("throw new Error('x')");
  EXPECT_TRUE(Has(first.result.error->stack, "step.mjs:1:7")) << first.result.error->stack;
  EXPECT_FALSE(Has(first.result.error->stack, "sendoff:")) << first.result.error->stack;
  const Ran later = RunText("\n\n  throw new Error('x')");
  EXPECT_TRUE(Has(later.result.error->stack, "step.mjs:3:9")) << later.result.error->stack;
}

TEST(StepError, NamesAnImportedFileRelativeToTheStep) {
  const Ran ran = RunText("import f from './lib/f.mjs'; export default () => f()",
                          {.files = {{"lib/f.mjs", "export default function f() { null.x }"}}});
  EXPECT_TRUE(Has(ran.result.error->stack, "at f (lib/f.mjs:1:")) << ran.result.error->stack;
}

TEST(StepError, KeepsCodeAndChainOfCauses) {
  const Ran ran = RunText(
      "export default () => { const e = new Error('outer', { cause: new TypeError('inner',"
      " { cause: 'a string' }) }); e.code = 'E_MINE'; throw e }");
  ASSERT_TRUE(ran.result.error);
  EXPECT_EQ(ran.result.error->code, "E_MINE");
  ASSERT_NE(ran.result.error->cause, nullptr);
  EXPECT_EQ(ran.result.error->cause->name, "TypeError");
  ASSERT_NE(ran.result.error->cause->cause, nullptr);
  EXPECT_TRUE(Has(ran.result.error->cause->cause->message, "'a string'"));
}

TEST(StepError, EndsACircularChainOfCauses) {
  const Ran ran = RunText("const e = new Error('x'); e.cause = e; throw e");
  int depth = 0;
  for (const StepError* error = &*ran.result.error; error != nullptr; error = error->cause.get()) {
    ++depth;
  }
  EXPECT_LT(depth, 20);
}

TEST(StepError, ShowsThrownValuesThatAreNoErrors) {
  EXPECT_TRUE(Has(RunText("throw 'text'").error(), "threw 'text'"));
  EXPECT_TRUE(Has(RunText("throw undefined").error(), "threw undefined"));
  EXPECT_TRUE(Has(RunText("throw null").error(), "threw null"));
  EXPECT_TRUE(Has(RunText("throw { a: 1 }").error(), "threw { a: 1 }"));
  EXPECT_TRUE(Has(RunText("throw Symbol('s')").error(), "threw Symbol(s)"));
}

TEST(StepError, SurvivesHostileErrors) {
  for (const char* text :
       {"throw { get stack() { throw 1 }, get message() { throw 2 } }",
        "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw 1 } });"
        "Object.defineProperty(e, 'message', { get() { throw 1 } }); throw e",
        "throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 },"
        " ownKeys() { throw 3 }, getOwnPropertyDescriptor() { throw 4 } })",
        "throw new Proxy(new Error('x'), { get() { throw new Error('y') } })",
        "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy",
        "const e = new Error('x'); e.stack = 5; e.message = {}; e.name = []; e.code = 7; throw e",
        "const e = new Error('x'); Object.defineProperty(e, 'cause', { get() { throw 1 } }); throw "
        "e",
        "Error.prepareStackTrace = () => { throw 1 }; throw new Error('x')",
        "Error.prepareStackTrace = () => ({}); throw new Error('x')",
        "Error.stackTraceLimit = 0; throw new Error('x')",
        "class E extends Error { get name() { throw 1 } }; throw new E('x')",
        "Object.prototype.toString = null; String.prototype.split = () => { throw 1 };"
        "Array.prototype.join = null; Array.prototype[Symbol.iterator] = null; throw new "
        "Error('x')",
        "Object.defineProperty(Object.prototype, 'kind', { get() { throw 1 } }); throw new "
        "Error('x')",
        "Object.defineProperty(Array.prototype, '0', { set() { throw 1 } }); throw new Error('x')",
        "globalThis.Error = globalThis.JSON = globalThis.Object = undefined; null.x"}) {
    const Ran ran = RunText(text);
    EXPECT_EQ(ran.result.status, StepStatus::kError) << text;
    ASSERT_TRUE(ran.result.error) << text;
    EXPECT_FALSE(ran.result.error->name.empty()) << text;
    EXPECT_EQ(ran.host.settled, 1) << text;
  }
}

TEST(StepError, AnEndlessGetterOfAnErrorEndsAtTheTimeLimit) {
  const Ran ran = RunText("throw { message: '', get stack() { for (;;); } }",
                          {.limits = {.wall_time = std::chrono::milliseconds(100)}});
  EXPECT_EQ(ran.result.status, StepStatus::kTerminated);
  EXPECT_EQ(ran.host.settled, 0);
}

TEST(StepError, ShowsTheLineOfAnImportedFileOrOfWhatItsAuthorWrote) {
  const Ran imported = RunText("import f from './f.mjs'; export default () => f()",
                               {.files = {{"f.mjs", "export default function f() {\n\tnull.x }"}}});
  EXPECT_TRUE(Has(imported.result.error->stack, "f.mjs:2:7\n\tnull.x }\n\t     ^\nTypeError"))
      << imported.result.error->stack;
  const Ran typed =
      RunText("interface A { b: string }\nexport default (a: A) => { throw new Error('x') }",
              {.file = "step.ts"});
  EXPECT_TRUE(Has(typed.result.error->stack,
                  "step.ts:2:34\nexport default (a: A) => { throw new Error('x') }\n" +
                      std::string(33, ' ') + "^\n"))
      << typed.result.error->stack;
}

TEST(StepError, OfALongLineShowsWhatIsAroundThePlace) {
  const std::string filler(2000, 'x');
  const Ran ran = RunText("/*" + filler + "*/ throw new Error('here') /*" + filler + "*/");
  const std::string& stack = ran.result.error->stack;
  EXPECT_TRUE(Has(stack, "throw new Error('here') /*")) << stack;
  const size_t caret = stack.find('^');
  ASSERT_NE(caret, stack.npos) << stack;
  const size_t line = stack.find('\n') + 1;
  const size_t margin = stack.rfind('\n', caret) + 1;
  EXPECT_LT(margin - line, 80u) << stack;
  EXPECT_EQ(stack.substr(line + caret - margin, 10), "new Error(") << stack;
}

TEST(StepError, ShowsNoLineOfWhatIsNoSource) {
  const Ran ran = RunText(
      "const e = new Error('x'); e.stack = 'Error: x\\n    at f (.env:1:1)\\n    at g "
      "(../a.js:1:1)'; throw e",
      {.files = {{".env", "SECRET=1"}}});
  EXPECT_EQ(ran.result.error->stack, "Error: x\n    at f (.env:1:1)\n    at g (../a.js:1:1)");
}

TEST(StepError, SomethingThatIsNoErrorHasAPlace) {
  for (const char* text :
       {"export default async () => {\n  throw 'text' }", "\n  throw 'text'",
        "setTimeout(() => {\n  throw 'text' }, 1); await new Promise(() => {})"}) {
    const Ran ran = RunText(text);
    EXPECT_TRUE(Has(ran.result.error->stack, "step.mjs:2:"))
        << text << ": " << ran.result.error->stack;
    EXPECT_TRUE(Has(ran.result.error->stack, "\n  throw 'text'")) << ran.result.error->stack;
  }
}

TEST(StepError, TellsACauseOnce) {
  const Ran ran = RunText(
      "const cause = new Error('down'); cause.stack = 'Error: down';"
      "const e = new Error('down', { cause }); e.stack += '\\nCaused by: Error: down'; throw e");
  ASSERT_TRUE(ran.result.error);
  EXPECT_EQ(ran.result.error->cause, nullptr);
  EXPECT_FALSE(Has(ran.result.error->stack, "Caused by")) << ran.result.error->stack;
}

TEST(StepError, ASyntaxErrorShowsPlaceLineAndCaret) {
  const Ran ran = RunText("export default {\n  run() { const = 1 }\n}");
  EXPECT_EQ(ran.kind(), ErrorCode::kStepSyntax);
  EXPECT_EQ(ran.result.error->name, "SyntaxError");
  EXPECT_EQ(ran.result.error->code, "ERR_STEP_SYNTAX");
  EXPECT_TRUE(Has(ran.result.error->stack,
                  "step.mjs:2:17\n  run() { const = 1 }\n                ^\nSyntaxError:"))
      << ran.result.error->stack;
}

TEST(StepError, ASyntaxErrorInTheFirstLineOfBareStatementsShowsThatLine) {
  const Ran ran = RunText("return 1 +;");
  EXPECT_EQ(ran.kind(), ErrorCode::kStepSyntax);
  EXPECT_TRUE(Has(ran.result.error->stack, "step.mjs:1:11\nreturn 1 +;\n          ^\n"))
      << ran.result.error->stack;
}

TEST(StepError, ASyntaxErrorInAnImportedFileNamesThatFile) {
  const Ran ran = RunText("import './bad.mjs'", {.files = {{"bad.mjs", "\nlet let = 1"}}});
  EXPECT_EQ(ran.kind(), ErrorCode::kStepSyntax);
  EXPECT_TRUE(Has(ran.result.error->stack, "bad.mjs:2:5")) << ran.result.error->stack;
}

TEST(StepError, AModuleIsToldItsOwnSyntaxErrorNotThatOfTheOtherShape) {
  const Ran ran = RunText("import x from './x.mjs';\nlet a = ;");
  EXPECT_TRUE(Has(ran.result.error->stack, "step.mjs:2:9")) << ran.result.error->stack;
}

TEST(StepError, ATextThatClosesTheWrapperIsASyntaxError) {
  const Ran ran = RunText("}}); (function () { return { a() {");
  EXPECT_EQ(ran.kind(), ErrorCode::kStepSyntax) << ran.error();
}

TEST(StepError, AMissingFileAndAFolderAreErrors) {
  const StepFolder folder;
  for (const std::string& file : {folder.path(), folder.path() + "/none.mjs"}) {
    StepInput input;
    input.file = file;
    TestHost host;
    IsolateHost isolate(Platform::Get(), TestSnapshot(), StepLimits().heap_bytes);
    const StepResult result = RunStep(isolate, input, {}, host);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorCode::kIo);
    EXPECT_TRUE(Has(result.error->message, file)) << result.error->message;
  }
}

TEST(StepError, ReadingTheResponseOfASendIsExplained) {
  const Ran ran = RunText("export default () => { const r = $send.http({}); return r.status }");
  EXPECT_EQ(ran.result.error->name, "TypeError");
  EXPECT_TRUE(Has(ran.result.error->hint, "$send.http(...) returns undefined"));
  const Ran taken = RunText("export default async () => { const { data } = await $send.http({}) }");
  EXPECT_TRUE(Has(taken.result.error->hint, "$send.http(...) returns undefined"));
  const Ran without = RunText("export default () => undefined.status");
  EXPECT_EQ(without.result.error->hint, "");
}

TEST(StepError, AMissingGlobalOfNodeIsExplained) {
  const Ran ran = RunText("new WebSocket('ws://127.0.0.1')");
  EXPECT_EQ(ran.result.error->name, "ReferenceError");
  EXPECT_TRUE(Has(ran.result.error->hint, "WebSocket")) << ran.result.error->hint;
}

using Warnings = std::vector<std::string>;

TEST(StepResultJson, LeavesOutWhatJsonHasNoWordForAndSaysWhere) {
  const Ran ran = RunText(
      "const o = { f() {}, a: { 'b c': [0, 12n, Symbol('s'), () => 1] }, n: 1 };"
      " o.a.o = o; o.l = [o.a, [o]]; return o");
  EXPECT_EQ(ran.returned(),
            R"({"a":{"b c":[0,"12",null,null]},"n":1,"l":[{"b c":[0,"12",null,null]},[null]]})")
      << ran.error();
  const std::string function =
      " is a function, which JSON leaves out; call it, if its result was meant";
  EXPECT_EQ(
      ran.result.warnings,
      (Warnings{"return_value.f" + function,
                "return_value.a[\"b c\"][1] is a bigint, which is kept as its digits, a string",
                "return_value.a[\"b c\"][2] is a symbol, which JSON leaves out",
                "return_value.a[\"b c\"][3]" + function,
                "return_value.a.o is circular: it is return_value again, which is left out",
                "return_value.l[0][\"b c\"][1] is a bigint, which is kept as its digits, a string",
                "return_value.l[0][\"b c\"][2] is a symbol, which JSON leaves out",
                "return_value.l[0][\"b c\"][3]" + function,
                "return_value.l[0].o is circular: it is return_value again, which is left out",
                "return_value.l[1][0] is circular: it is return_value again, which is left out"}));
  const Ran whole = RunText("return () => 1");
  EXPECT_EQ(whole.returned(), "none");
  EXPECT_EQ(whole.result.warnings, Warnings{"return_value" + function});
}

TEST(StepResultJson, SaysWhatJsonKeepsNothingOf) {
  for (const auto& [value, what] : std::map<std::string, std::string>{
           {"Promise.resolve(1)", "a promise, of which JSON keeps nothing; await it first"},
           {"new Map([[1, 2]])", "a Map, of which JSON keeps nothing"},
           {"new Set([1])", "a Set, of which JSON keeps nothing"},
           {"new WeakMap()", "a WeakMap"},
           {"new WeakSet()", "a WeakSet"},
           {"new SharedArrayBuffer(1)", "a SharedArrayBuffer"},
           {"new DataView(new ArrayBuffer(1))", "a DataView"},
           {"new Set().values()", "an iterator"},
           {"new Error('no')", "an error, and JSON keeps neither its name nor its message"},
           {"/a/", "a regular expression"},
           {"new ArrayBuffer(1)", "an ArrayBuffer"},
           {"(function* () {})()", "a generator"},
           {"new Map().keys()", "an iterator, of which JSON keeps nothing"},
           {"new (class Point { #x = 1 })()",
            "an object of the class Point without data of its own"},
           {"new Headers({ a: '1' })", "an object of the class Headers without data of its own"},
       }) {
    const Ran ran = RunText("return { deep: [" + value + "], after: 1 }");
    EXPECT_EQ(ran.returned(), R"({"deep":[{}],"after":1})") << value << ran.error();
    ASSERT_EQ(ran.result.warnings.size(), 1u) << value;
    EXPECT_TRUE(ran.result.warnings[0].starts_with("return_value.deep[0] is " + what))
        << ran.result.warnings[0];
  }
  const Ran coded = RunText("return [Object.assign(new Error('no'), { o: { f() {} } })]");
  EXPECT_EQ(coded.returned(), R"([{"o":{}}])");
  ASSERT_EQ(coded.result.warnings.size(), 2u);
  EXPECT_TRUE(coded.result.warnings[1].starts_with("return_value[0].o.f is a function"));
}

TEST(StepResultJson, IsSilentAboutWhatIsJson) {
  const Ran ran = RunText(
      "class Point { x = 1 } return [{}, [], Object.create(null), new Point(), new Date(0), null,"
      " undefined, new String('s'), { toJSON: () => 1 }, new Proxy({}, {}), new Uint8Array(1)]");
  EXPECT_TRUE(ran.ok()) << ran.error();
  EXPECT_EQ(ran.result.warnings, Warnings{});
}

TEST(StepResultJson, TellsOfTheFirstLossesOnly) {
  const Ran ran = RunText("return Array.from({ length: 500 }, () => () => 1)");
  ASSERT_EQ(ran.result.warnings.size(), 21u);
  EXPECT_EQ(ran.result.warnings[20], "return_value has more that JSON has no word for");
}

TEST(StepResultJson, ThatMustBeStrictNamesThePathThatIsNotJson) {
  const RunInput strict{.limits = {.strict_results = true}};
  EXPECT_TRUE(Has(RunText("return { a: { 'b c': [0, 1n] } }", strict).error(),
                  "return_value.a[\"b c\"][1] is a bigint"));
  EXPECT_TRUE(Has(RunText("return () => 1", strict).error(), "it is a function"));
  EXPECT_TRUE(Has(RunText("return { s: Symbol() }", strict).error(), "return_value.s is a symbol"));
  EXPECT_TRUE(Has(RunText("return { p: (async () => 1)() }", strict).error(),
                  "return_value.p is a promise"));
  const Ran circular = RunText("const o = { a: {} }; o.a.o = o; return o", strict);
  EXPECT_EQ(circular.kind(), ErrorCode::kStepResult);
  EXPECT_TRUE(Has(circular.error(), "return_value.a.o is circular: it is return_value again"))
      << circular.error();
  EXPECT_EQ(RunText("return { a: [1, null, undefined] }", strict).returned(),
            R"({"a":[1,null,null]})");
}

TEST(StepResultJson, FollowsJsonStringify) {
  EXPECT_EQ(RunText("return undefined").returned(), "none");
  EXPECT_EQ(RunText("return null").returned(), "null");
  EXPECT_EQ(RunText("return { u: undefined, d: new Date(0), n: NaN, j: { toJSON: () => 'J' } }")
                .returned(),
            R"({"d":"1970-01-01T00:00:00.000Z","n":null,"j":"J"})");
  EXPECT_EQ(RunText("const s = { x: 1 }; return [s, s, { s }]").returned(),
            R"([{"x":1},{"x":1},{"s":{"x":1}}])");
  EXPECT_EQ(
      RunText("BigInt.prototype.toJSON = function () { return `${this}` }; return 5n").returned(),
      "\"5\"");
}

TEST(StepResultJson, AnErrorOfToJsonIsTheStepsError) {
  const Ran ran = RunText("return { toJSON() { throw new Error('mine') } }");
  EXPECT_EQ(ran.kind(), ErrorCode::kStepThrew);
  EXPECT_EQ(ran.error(), "mine");
}

TEST(StepResultJson, TextSurvivesInEveryScript) {
  EXPECT_EQ(RunText("return '\xc3\xa9\xe4\xb8\xad\xf0\x9f\x9a\x80'").returned(),
            "\"\xc3\xa9\xe4\xb8\xad\xf0\x9f\x9a\x80\"");
}

TEST(StepRejections, AnUnhandledOneFailsTheStep) {
  const Ran ran =
      RunText("Promise.reject(new Error('lost')); await new Promise(r => setTimeout(r, 60000))");
  EXPECT_EQ(ran.result.status, StepStatus::kError);
  EXPECT_EQ(ran.error(), "lost");
  EXPECT_EQ(ran.result.error->code, "ERR_UNHANDLED_REJECTION");
  const Ran value = RunText("Promise.reject('why'); await new Promise(r => setTimeout(r, 60000))");
  EXPECT_EQ(value.result.error->name, "UnhandledPromiseRejection");
  EXPECT_TRUE(Has(value.error(), "'why'")) << value.error();
}

TEST(StepRejections, AHandlerAddedInTheSameTurnIsInTime) {
  const Ran ran = RunText(
      "const p = Promise.reject(new Error('late')); await null; await null;"
      " return p.catch(e => e.message)");
  EXPECT_EQ(ran.returned(), "\"late\"") << ran.error();
}

TEST(StepRejections, OneBesideASettledStepIsAWarning) {
  const Ran ran = RunText("Promise.reject(new Error('lost')); return 1");
  EXPECT_EQ(ran.returned(), "1") << ran.error();
  ASSERT_EQ(ran.result.warnings.size(), 1u);
  EXPECT_TRUE(Has(ran.result.warnings[0], "lost"));
}

TEST(StepRejections, AnExceptionInATimerFailsTheStep) {
  const Ran ran = RunText(
      "setTimeout(() => { throw new Error('in timer') }, 1);"
      "await new Promise(r => setTimeout(r, 60000))");
  EXPECT_EQ(ran.error(), "in timer");
  EXPECT_TRUE(Has(ran.result.error->stack, "step.mjs:1:26")) << ran.result.error->stack;
  const Ran microtask = RunText(
      "queueMicrotask(() => { throw new Error('in microtask') });"
      "await new Promise(r => setTimeout(r, 60000))");
  EXPECT_EQ(microtask.error(), "in microtask");
}

TEST(StepNeverSettles, IsAnErrorAtOnce) {
  for (const char* text :
       {"await new Promise(() => {})", "export default { run: () => new Promise(() => {}) }",
        "export default 1; await new Promise(() => {})",
        "setTimeout(() => {}, 1); await new Promise(() => {})",
        "setTimeout(() => {}, 60000).unref(); await new Promise(() => {})",
        "await { then() {} }"}) {
    const Ran ran = RunText(text);
    EXPECT_EQ(ran.kind(), ErrorCode::kStepNeverSettles) << text << ran.error();
    EXPECT_EQ(ran.result.status, StepStatus::kError) << text;
    EXPECT_EQ(ran.host.settled, 1) << text;
  }
}

}  // namespace
}  // namespace sendoff::runtime
