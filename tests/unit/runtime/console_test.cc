// SPDX-License-Identifier: MIT
// What the console shows. The expected texts are Node's.
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

std::string Printed(const std::string& arguments) {
  const Ran ran = RunText("console.log(" + arguments + ")");
  if (!ran.ok()) return ran.error();
  return ran.result.console.empty() ? "" : ran.result.console.back().text;
}

TEST(Console, KeepsLevelsAndTimes) {
  const auto before = std::chrono::system_clock::now();
  const Ran ran =
      RunText("for (const l of ['log', 'info', 'warn', 'error', 'debug']) console[l](l)");
  EXPECT_EQ(ran.console(), "log: log\ninfo: info\nwarn: warn\nerror: error\ndebug: debug\n");
  EXPECT_GE(ran.result.console[0].time, before - std::chrono::seconds(1));
}

TEST(Console, FormatsPrimitives) {
  EXPECT_EQ(Printed("'a', 1, -0, true, null, undefined, 10n, Symbol('s')"),
            "a 1 -0 true null undefined 10n Symbol(s)");
  EXPECT_EQ(Printed(""), "");
}

TEST(Console, FormatsDirectives) {
  EXPECT_EQ(Printed("'%s is %d and %i, %f %%', 'x', 1.5, 2.7, '3.5', 'rest'"),
            "x is 1.5 and 2, 3.5 % rest");
  EXPECT_EQ(Printed("'%j %o %O %c|', { a: 1 }, [1], { b: 2 }, 'css'").substr(0, 7), "{\"a\":1}");
  EXPECT_EQ(Printed("'%s'"), "%s");
  EXPECT_EQ(Printed("'100%', 1"), "100% 1");
  EXPECT_EQ(Printed("'%x %s', 1"), "%x 1");
  EXPECT_EQ(Printed("'%d', {}"), "NaN");
}

TEST(Console, FormatsObjectsAndArrays) {
  EXPECT_EQ(Printed("{ a: 1, 'b-c': 'x', d: [1, 'two', { e: null }] }"),
            "{ a: 1, 'b-c': 'x', d: [ 1, 'two', { e: null } ] }");
  EXPECT_EQ(Printed("{}, [], [[]], [,1,,]"), "{} [] [ [] ] [ <1 empty item>, 1, <1 empty item> ]");
  EXPECT_EQ(Printed("{ a: { b: { c: { d: 1 } } } }"), "{ a: { b: { c: [Object] } } }");
  EXPECT_EQ(Printed("[[[[]]]], { a: { b: { c: {} } } }"), "[ [ [ [] ] ] ] { a: { b: { c: {} } } }");
  EXPECT_EQ(Printed("[[[[1]]]]"), "[ [ [ [Array] ] ] ]");
  EXPECT_EQ(Printed("Object.create(null)"), "[Object: null prototype] {}");
  EXPECT_EQ(Printed("new (class Foo { x = 1 })"), "Foo { x: 1 }");
  EXPECT_EQ(
      Printed("{ get a() { return 1 }, set a(v) {}, get b() { return 1 }, [Symbol('s')]: 1 }"),
      "{ a: [Getter/Setter], b: [Getter], [Symbol(s)]: 1 }");
}

TEST(Console, FormatsBuiltIns) {
  EXPECT_EQ(Printed("new Map([['a', { b: 1 }]]), new Set([1, 'x'])"),
            "Map(1) { 'a' => { b: 1 } } Set(2) { 1, 'x' }");
  EXPECT_EQ(
      Printed(
          "new Date(0), /a+/g, function f() {}, () => {}, class A {}, class B extends Array {}"),
      "1970-01-01T00:00:00.000Z /a+/g [Function: f] [Function (anonymous)] [class A] "
      "[class B extends Array]");
  EXPECT_EQ(Printed("new Uint8Array([1, 2]), new ArrayBuffer(2).byteLength, Promise.resolve(1), "
                    "new WeakMap()"),
            "Uint8Array(2) [ 1, 2 ] 2 Promise { 1 } WeakMap { <items unknown> }");
  EXPECT_EQ(Printed("new Number(1), new String('s'), async () => {}"),
            "[Number: 1] [String: 's'] [AsyncFunction (anonymous)]");
}

TEST(Console, FormatsCircularStructures) {
  EXPECT_EQ(Printed("(() => { const o = { a: 1 }; o.self = o; return o })()"),
            "<ref *1> { a: 1, self: [Circular *1] }");
}

TEST(Console, FormatsErrorsWithTheirStack) {
  const std::string text = Printed("new TypeError('bad')");
  EXPECT_EQ(text.find("TypeError: bad\n    at "), 0u) << text;
  EXPECT_EQ(text.find("sendoff:"), std::string::npos) << text;
}

TEST(Console, FormatsStringsInsideObjects) {
  EXPECT_EQ(Printed("[\"it's\", 'say \"x\"', 'a\\nb', `b\"'`]"),
            "[ \"it's\", 'say \"x\"', 'a\\nb', `b\"'` ]");
}

TEST(Console, BreaksLongLines) {
  EXPECT_EQ(
      Printed("{ first: 'x'.repeat(40), second: 'y'.repeat(40) }"),
      "{\n  first: '" + std::string(40, 'x') + "',\n  second: '" + std::string(40, 'y') + "'\n}");
}

TEST(Console, CutsLongArrays) {
  EXPECT_NE(Printed("new Array(150).fill(1)").find("... 50 more items"), std::string::npos);
}

TEST(Console, RunsNoCodeOfTheStepForProxies) {
  EXPECT_EQ(Printed("new Proxy({ a: 1 }, { get() { throw 1 }, ownKeys() { throw 2 } })"),
            "{ a: 1 }");
}

TEST(Console, SurvivesHostileObjects) {
  const Ran ran = RunText(
      "const p = Proxy.revocable({}, {}); p.revoke(); console.log(p.proxy);"
      "console.log({ get constructor() { throw 1 } }, Object.create({ get constructor() { throw 1 "
      "} }));"
      "const deep = []; let d = deep; for (let i = 0; i < 1e4; i++) d.push(d = []); "
      "console.log(deep)");
  EXPECT_TRUE(ran.ok()) << ran.error();
  EXPECT_EQ(ran.result.console.size(), 3u);
}

TEST(Console, GroupsCountsAndAsserts) {
  const Ran ran = RunText(
      "console.group('g'); console.log('in\\nside'); console.groupEnd(); console.log('out');"
      "console.count(); console.count(); console.count('x'); console.countReset(); console.count();"
      "console.assert(true, 'no'); console.assert(false, 'is %s', 'bad'); console.assert(0)");
  EXPECT_EQ(ran.console(),
            "log: g\nlog:   in\n  side\nlog: out\nlog: default: 1\nlog: default: 2\nlog: x: 1\n"
            "log: default: 1\nwarn: Assertion failed: is bad\nwarn: Assertion failed\n")
      << ran.error();
}

TEST(Console, TimesAndTracesAndTables) {
  const Ran ran = RunText(
      "console.time('t'); console.timeEnd('t'); console.timeEnd('t'); console.trace('here');"
      "console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 }); console.table([{ a: 1 }, { b: 'x' "
      "}])");
  ASSERT_EQ(ran.result.console.size(), 5u) << ran.error() << ran.console();
  EXPECT_EQ(ran.result.console[0].text.find("t: "), 0u);
  EXPECT_EQ(ran.result.console[1].level, "warn");
  EXPECT_NE(ran.result.console[2].text.find("Trace: here\n    at Object.<anonymous> (step.mjs:1:"),
            std::string::npos)
      << ran.result.console[2].text;
  EXPECT_EQ(ran.result.console[3].text, "{ a: [Object] }");
  EXPECT_NE(ran.result.console[4].text.find("(index)"), std::string::npos);
}

// As in Node: what is nested deeper than the stack is cut, and the step does not fail.
TEST(Console, ShowsWhatIsNestedDeeperThanTheStack) {
  constexpr const char* kDeep =
      "let o = {}, a = [], m = new Map(), p = {}; for (let i = 0; i < 2e4; i++) {"
      " o = { o }; a = [a]; m = new Map([[i, m]]); p = Promise.resolve({ p }) }"
      "const cause = Array(2e4).fill().reduce((cause) => new Error('x', { cause }), 0);";
  for (const char* code :
       {"console.dir(o, { depth: Infinity })", "console.dir(o, { depth: null })",
        "console.dir(a, { depth: 1e9 })", "console.dir([m, 1], { depth: null })",
        "console.dir(p, { depth: null })", "console.log('%o %O %j', o, a, o)",
        "console.table([o, a])", "console.log(o, a, m, p, cause)", "console.error({ cause })",
        "console.group(o); console.dir(o, { depth: null })", "console.assert(false, o)",
        "console.dir(new Proxy(o, {}), { depth: null })"}) {
    const Ran ran = RunText(std::string(kDeep) + code + "; return 1");
    EXPECT_EQ(ran.returned(), "1") << code << ran.error();
    EXPECT_GE(ran.result.console.size(), 1u) << code;
  }
  const Ran ran = RunText(
      "let o = { end: 1 }; for (let i = 0; i < 2e4; i++) o = { o, p: 1 };"
      "console.dir(o, { depth: Infinity })",
      {.limits = {.wall_time = std::chrono::minutes(10), .console_bytes = 1ull << 30}});
  EXPECT_NE(ran.console().find("[Object: Inspection interrupted prematurely. Maximum call stack "
                               "size exceeded.],"),
            std::string::npos)
      << ran.error();
}

TEST(Console, ShowsAllLevelsWhenAskedTo) {
  const Ran ran = RunText(
      "const o = { a: { b: { c: { d: { e: 1 } } } } };"
      "for (const depth of [null, Infinity, 9, undefined, 0])"
      "  console.dir(o, { depth }); console.dir(o); console.dir(o, null)");
  const std::string whole = "log: {\n  a: {\n    b: { c: { d: { e: 1 } } }\n  }\n}\n";
  const std::string usual = "log: { a: { b: { c: [Object] } } }\n";
  EXPECT_EQ(ran.console(),
            whole + whole + whole + whole + "log: { a: [Object] }\n" + usual + usual);
}

TEST(Console, ValuesShowThemselves) {
  const std::string kCustom = "[Symbol.for('nodejs.util.inspect.custom')]";
  EXPECT_EQ(
      Printed("{ a: { " + kCustom +
              "(depth, options, inspect) { return `<${depth} ${inspect([1], options)}>` } } }"),
      "{ a: <1 [ 1 ]> }");
  EXPECT_EQ(Printed("{ a: { secret: 1, " + kCustom + "() { return { shown: 2 } } } }"),
            "{ a: { shown: 2 } }");
  EXPECT_EQ(Printed("{ a: { b: 1, " + kCustom + "() { return this } } }"),
            "{\n  a: {\n    b: 1,\n    [Symbol(nodejs.util.inspect.custom)]: "
            "[Function: [nodejs.util.inspect.custom]]\n  }\n}");
  const Ran dir = RunText("console.dir({ a: 1, " + kCustom + "() { return 'x' } })");
  EXPECT_NE(dir.console().find("a: 1"), std::string::npos) << dir.console();
}

TEST(Console, TagsAreShown) {
  EXPECT_EQ(Printed("new (class A { get [Symbol.toStringTag]() { return 'T' } }), { "
                    "[Symbol.toStringTag]: 'U' }, Math"),
            "A [T] {} { [Symbol(Symbol.toStringTag)]: 'U' } Object [Math] {}");
  EXPECT_EQ(Printed("{ get [Symbol.toStringTag]() { throw 1 } }"),
            "{ [Symbol(Symbol.toStringTag)]: [Getter] }");
}

TEST(Console, WorksDetached) {
  EXPECT_EQ(RunText("const { log } = console; ['a', 'b'].forEach(x => log(x))").console(),
            "log: a\nlog: b\n");
}

}  // namespace
}  // namespace sendoff::runtime
