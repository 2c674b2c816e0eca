// SPDX-License-Identifier: MIT
// Nothing that a step does holds the host or ends its process.
#include <limits>
#include <vector>

#include "tests/unit/runtime/run_step.h"
#include "tests/unit/runtime/script.h"

namespace sendoff::runtime {
namespace {

const StepLimits kShort = {.wall_time = std::chrono::milliseconds(150)};
const StepLimits kSmall = {.wall_time = std::chrono::seconds(50), .heap_bytes = 32 << 20};

class TimeLimit : public testing::TestWithParam<Script> {};

TEST_P(TimeLimit, EndsTheStep) {
  const Ran ran = RunText(
      GetParam().text,
      {.files = {{"endless.mjs", "for (;;);"}, {"endless.cjs", "for (;;);"}}, .limits = kShort});
  EXPECT_EQ(ran.result.status, StepStatus::kTerminated) << ran.error();
  EXPECT_EQ(ran.kind(), ErrorCode::kStepTimeout);
  EXPECT_NE(ran.error().find("150 ms"), std::string::npos) << ran.error();
  EXPECT_EQ(ran.host.settled, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Loops, TimeLimit,
    testing::Values(
        "for (;;);", "export default { run() { for (;;); } }", "for (;;); export default {}",
        "try { for (;;); } finally { for (;;); }",
        "for (;;) { try { for (;;); } catch {} finally { continue } }",
        "return { toJSON() { for (;;); } }", "return { get a() { for (;;); } }",
        "$.export('a', { toJSON() { for (;;); } })",
        "throw { get message() { for (;;); }, stack: '' }",
        "console.log({ get [Symbol.toStringTag]() { for (;;); } }); for (;;);",
        "function f() { return Promise.resolve().then(f) } await f()",
        "const f = () => queueMicrotask(f); f(); await new Promise(() => {})",
        "(async () => { for (;;) await null })(); await new Promise(() => {})",
        "/^(a+)+$/.test('a'.repeat(60) + 'b')", "await new Promise(r => setTimeout(r, 60000))",
        "const f = () => setTimeout(f, 0); f(); await new Promise(() => {})",
        "const f = () => setImmediate(f); f(); await new Promise(() => {})",
        "setInterval(() => {}, 1); await new Promise(() => {})",
        "setTimeout(() => { for (;;); }, 1); await new Promise(() => {})",
        "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
        "[].concat(...function* () { for (;;) yield [] }())",
        "new Array(1e5).fill(0).sort(() => { for (;;); })", "'x'.replace(/x/, () => { for (;;); })",
        "await import('./endless.mjs')", "require('./endless.cjs')",
        "Promise.reject(new Error('x')).finally(() => { for (;;); }); await null; for (;;);",
        "return new Promise(() => { setTimeout(() => Promise.resolve().then(function f() {"
        " return Promise.resolve().then(f) }), 1) })",
        "await { then() { for (;;); } }",
        "for await (const x of (async function* () { for (;;) yield 1 })());",
        "await new Promise((_, reject) => setTimeout(() => reject(new Proxy({}, {"
        " get() { for (;;); } })), 1))",
        "eval('for (;;);')", "new Function('for (;;);')()",
        "new Proxy({}, { get() { for (;;); } }).a",
        "new Proxy({}, { has() { for (;;); } }) && 'a' in "
        "new Proxy({}, { has() { for (;;); } })",
        "Object.keys(new Proxy({}, { ownKeys() { for (;;); } }))",
        "return new Proxy({}, { get() { for (;;); } })",
        "`${{ [Symbol.toPrimitive]() { for (;;); } }}`", "+{ valueOf() { for (;;); } }",
        "const g = (function* () { try { yield } finally { for (;;); } })(); g.next(); g.return()",
        "for (const x of { [Symbol.iterator]: () => ({ next: () => ({}), return() { for (;;); } }) "
        "})"
        " break",
        "new Float64Array(10).sort(() => { for (;;); })", "JSON.parse('[1]', () => { for (;;); })",
        "JSON.stringify([1], () => { for (;;); })", "'x'.replaceAll('x', () => { for (;;); })",
        "[1].reduceRight(() => { for (;;); }, 0)", "new Map([[1, 1]]).forEach(() => { for (;;); })",
        "class A { static { for (;;); } }", "((a = (() => { for (;;); })()) => a)()",
        "export default { props: { a: { type: 'string', get default() { for (;;); } } }, run() {} "
        "}",
        "export default { methods: { get a() { for (;;); } }, run() { this.a } }",
        "export default { get run() { for (;;); } }",
        "Promise.reject({ get message() { for (;;); }, stack: '' })",
        "Promise.reject(new Proxy(new Error('x'), { get() { for (;;); } }));"
        " await new Promise(r => setTimeout(r, 1))",
        "throw Object.defineProperty(new Error('x'), 'stack', { get() { for (;;); } })",
        "throw Object.defineProperty(new Error('x'), 'name', { get() { for (;;); } })",
        "throw Object.defineProperty(new Error('x'), 'code', { get() { for (;;); } })",
        "throw Object.defineProperty(new Error('x'), 'cause', { get() { for (;;); } })",
        "Error.prepareStackTrace = () => { for (;;); }; throw new Error('x')",
        "console.log('%s', { toString() { for (;;); } }); for (;;);",
        "console.log('%d', { valueOf() { for (;;); } }); for (;;);",
        "console.table([{ get a() { for (;;); } }])", "console.count({ toString() { for (;;); } })",
        "console.log('%j', { toJSON() { for (;;); } })",
        "structuredClone({ get a() { for (;;); } })", "$.respond({ get status() { for (;;); } })",
        "$.respond({ body: { toJSON() { for (;;); } } })",
        "$.flow.exit({ toString() { for (;;); } });"
        " for (;;);",
        "new AbortController().signal.addEventListener('abort', () => {});"
        " const c = new AbortController(); c.signal.onabort = () => { for (;;); }; c.abort()",
        "const t = new EventTarget(); t.addEventListener('a', { get handleEvent() { for (;;); } });"
        " t.dispatchEvent(new Event('a'))",
        "setTimeout(() => { throw { get stack() { for (;;); }, message: '' } }, 1);"
        " await new Promise(() => {})",
        "queueMicrotask(() => { for (;;); }); await new Promise(() => {})",
        "process.nextTick(() => { for (;;); }); await new Promise(() => {})",
        "/(x+x+)+y/.exec('x'.repeat(60))", "'x'.repeat(60).match(/(x+x+)+y/)",
        "'x'.repeat(60).split(/(x+x+)+y/)", "'x'.repeat(60).replace(/(.*)*y/g, '')",
        "let a = 3n ** 100000n; for (;;) a * a", "for (;;) ''.localeCompare('a', 'de')",
        "for (;;) new Intl.NumberFormat('de').format(1)",
        "for (;;) 'x'.repeat(1e6).normalize('NFD')",
        "const b = new Uint8Array(1 << 20); for (;;) b.sort()",
        "for (let i = 0n; ; i = (i + 1n) * 2n) { if (i > 10n ** 2000n) i = 0n }"));

// Long enough for V8 to compile the loops anew as it runs them.
INSTANTIATE_TEST_SUITE_P(
    HotLoops, TimeLimit,
    testing::Values("const a = []; for (;;) { a.push(new Array(1000).fill(a)); if (a.length > 99) "
                    "a.length = 0 }",
                    "let i = 0; for (;;) i++", "let i = 0; for (;;) i = (i + 1) | 0",
                    "const f = () => 1; for (;;) f()", "const m = new Map(); for (;;) m.set(1, 2)",
                    "for (;;) { for (let i = 0; i < 2; i++); }",
                    "for (let i = 0; i < 4; i = (i + 1) % 4);",
                    "const a = [1, 2, 3]; for (;;) { a.pop(); a.push(1) }",
                    "for (;;) 'abc'.charCodeAt(1)",
                    "const o = { get a() { return 1 } }; for (;;) o.a",
                    "outer: for (;;) { for (;;) continue outer }",
                    "function f() { for (;;) { for (let i = 0; i < 3; i++) Math.sqrt(i) } } f()"));

class MemoryLimit : public testing::TestWithParam<Script> {};

TEST_P(MemoryLimit, EndsTheStep) {
  const Ran ran = RunText(GetParam().text, {.limits = kSmall});
  EXPECT_EQ(ran.result.status, StepStatus::kTerminated) << ran.error();
  EXPECT_EQ(ran.kind(), ErrorCode::kStepMemory) << ran.error();
  EXPECT_EQ(ran.host.settled, 0);
  // The process, and the next step, go on.
  EXPECT_EQ(RunText("return 1").returned(), "1");
}

INSTANTIATE_TEST_SUITE_P(
    Bombs, MemoryLimit,
    testing::Values(
        "const a = []; for (;;) a.push({ a: [1, 2, 3] })",
        "const a = []; for (;;) a.push(new Array(1e6).fill(1))",
        "let s = 'x'; const a = []; for (;;) { a.push([...s + a.length].join('y')); s += "
        "s.slice(0, 1e6) }",
        "const m = new Map(); for (let i = 0; ; i++) m.set(i, { i })",
        "const a = []; for (;;) { try { a.push(new Array(1e5).fill(1)) } catch {} }",
        "export default { async run() { const a = []; for (;;) { a.push(new Array(1e4).fill({}));"
        " await null } } }",
        "const a = []; setInterval(() => { for (let i = 0; i < 1e3; i++) a.push(new "
        "Array(1e4).fill(1)) }, 0);"
        " await new Promise(() => {})",
        "const a = []; for (;;) a.push(() => a)",
        "const a = []; for (;;) a.push(Promise.resolve(a.length))",
        "const a = []; for (let i = 0; ; i++) a.push(Symbol(i))",
        "let o = {}; for (let i = 0; ; i++) o['k' + i] = i",
        "const a = []; for (let i = 0; ; i++) a.push(BigInt(i) ** 5000n)",
        "Array.from({ length: 2 ** 25 }, (_, i) => ({ i }))",
        "return Array(2 ** 25).fill(0).map(x => [x])", "'x'.repeat(2 ** 28).split('')",
        "'xy'.repeat(2 ** 27).split('y')", "new Array(1e9).fill(0)",
        "Array.from({ length: 2 ** 32 - 1 })", "Array.from({ length: 1e9 }, (_, i) => i)",
        "[...'x'.repeat(2 ** 28)]", "JSON.stringify(new Array(1e5).fill(new Array(1e3).fill(1)))",
        "new Array(2 ** 26).fill(0.5)",
        "const s = 'x'.repeat(2 ** 28); return JSON.stringify([s.replace(/x/, 'y')])"));

TEST(CpuTimeLimit, EndsAStepThatComputesAndNoneThatWaits) {
  const StepLimits limits = {.wall_time = std::chrono::minutes(5),
                             .cpu_time = std::chrono::milliseconds(400)};
  for (const char* code : {"for (;;);", "for (;;) await null",
                           "setInterval(() => { for (let i = 0; i < 1e6; i++); }, 0);"
                           "await new Promise(() => {})"}) {
    const Ran ran = RunText(code, {.limits = limits});
    EXPECT_EQ(ran.result.status, StepStatus::kTerminated) << code;
    EXPECT_EQ(ran.kind(), ErrorCode::kStepCpuTime) << code;
    EXPECT_EQ(ran.result.error->code, "ERR_STEP_CPU_TIME");
    EXPECT_NE(ran.error().find("400 ms of CPU time"), std::string::npos) << ran.error();
  }
  EXPECT_EQ(RunText("await new Promise(r => setTimeout(r, 500)); return 1", {.limits = limits})
                .returned(),
            "1");
}

TEST(TimerLimit, ThrowsAtTheCallThatPassesIt) {
  const StepLimits limits = {.timers = 3};
  for (const char* start :
       {"setTimeout(() => {}, 1e6)", "setInterval(() => {}, 1e6)", "setImmediate(() => {})"}) {
    const Ran ran =
        RunText(std::string("for (let i = 0; i < 4; i++) ") + start, {.limits = limits});
    EXPECT_EQ(ran.kind(), ErrorCode::kStepTimers) << start;
    EXPECT_EQ(ran.result.error->code, "ERR_STEP_TIMERS");
    EXPECT_NE(ran.error().find("3 may run at once"), std::string::npos) << ran.error();
  }
  // Those that are cleared, or are over, do not count; refreshing one starts none.
  const Ran ran = RunText(
      "for (let i = 0; i < 10; i++) clearTimeout(setTimeout(() => {}, 1e6));"
      "for (let i = 0; i < 10; i++) await new Promise(r => setTimeout(r, 0));"
      "const all = [1, 2, 3].map(() => setTimeout(() => {}, 1e6)); all[0].refresh();"
      "all.forEach(clearTimeout); return 1",
      {.limits = limits});
  EXPECT_EQ(ran.returned(), "1") << ran.error();
}

TEST(EvalOption, AllowsEvalByDefault) {
  EXPECT_EQ(RunText("return [eval('1'), new Function('return 2')(), (0, eval)('3')]").returned(),
            "[1,2,3]");
}

TEST(EvalOption, SwitchesOffEveryWayFromTextToCode) {
  for (const char* code :
       {"eval('1')", "(0, eval)('1')", "new Function('1')", "Function('1')",
        "(() => {}).constructor('1')", "(async () => {}).constructor('1')",
        "(function* () {}).constructor('1')", "(async function* () {}).constructor('1')",
        "Reflect.construct(Function, ['1'])", "globalThis.eval.call(null, '1')"}) {
    const Ran ran = RunText(code, {.limits = {.allow_eval = false}});
    EXPECT_EQ(ran.result.status, StepStatus::kError) << code;
    EXPECT_EQ(ran.result.error->name, "EvalError") << code;
    EXPECT_NE(ran.error().find("switched off"), std::string::npos) << ran.error();
  }
  EXPECT_EQ(
      RunText("return [eval(1), typeof Function]", {.limits = {.allow_eval = false}}).returned(),
      R"([1,"function"])");
}

class Survivable : public testing::TestWithParam<Script> {};

// What JavaScript itself refuses is an ordinary error.
TEST_P(Survivable, IsARangeError) {
  const Ran ran = RunText(GetParam().text, {.limits = kSmall});
  EXPECT_EQ(ran.returned(), "\"RangeError\"") << ran.error();
  EXPECT_EQ(ran.host.settled, 1);
}

INSTANTIATE_TEST_SUITE_P(
    Errors, Survivable,
    testing::Values("try { (function f() { f() })() } catch (e) { return e.name }",
                    "try { new ArrayBuffer(2 ** 40) } catch (e) { return e.name }",
                    "try { new ArrayBuffer(33 * 2 ** 20) } catch (e) { return e.name }",
                    "try { new Array(-1) } catch (e) { return e.name }",
                    "try { 'x'.repeat(2 ** 30) } catch (e) { return e.name }",
                    "let o = {}; for (let i = 0; i < 1e5; i++) o = { o };"
                    "try { return JSON.stringify(o) } catch (e) { return e.name }",
                    "try { new SharedArrayBuffer(2 ** 40) } catch (e) { return e.name }",
                    "let a = []; for (let i = 0; i < 1e5; i++) a = [a];"
                    "try { a.flat(Infinity) } catch (e) { return e.name }",
                    "let a = []; for (let i = 0; i < 1e5; i++) a = [a];"
                    "try { return String(a) } catch (e) { return e.name }",
                    "let a = []; for (let i = 0; i < 1e5; i++) a = [a];"
                    "try { structuredClone(a) } catch (e) { return e.name }",
                    "try { eval('['.repeat(1e6)) } catch (e) { return e.name }",
                    "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {});"
                    "try { return p.x } catch (e) { return e.name }",
                    "try { 2n ** (2n ** 30n) } catch (e) { return e.name }",
                    "try { 'x'.padEnd(2 ** 30) } catch (e) { return e.name }"));

TEST(Guards, BuiltInsGiveTheSameResultsForHugeInputs) {
  const Ran ran = RunText(
      "const n = 2 ** 24 + 3; const a = new Array(n); a.length = n; a.fill(7, -2); a.fill(8, 1, 3);"
      "const s = 'ab'.repeat(n / 2) + 'c'; const parts = s.split('b'); const one = s.split('nope');"
      "return [Object.keys(a), a[1], a[n - 1], a.fill(9, n).length === n, parts.length, "
      "parts.at(-1),"
      " parts[0], one.length, Array.prototype.fill.length, Array.from.name, ''.split.length]",
      {.limits = {.heap_bytes = 1 << 30}});
  EXPECT_EQ(ran.returned(),
            R"([["1","2","16777217","16777218"],8,7,true,8388610,"c","a",1,1,"from",2])")
      << ran.error();
  EXPECT_EQ(
      RunText("return [Array.from('ab'), Array.from({ length: 2 }, (_, i) => i), 'a,b'.split(','),"
              " 'abc'.split(''), [1, 2].fill(0), 'a1b'.split(/\\d/), 'a-b-c'.split('-', 2)]")
          .returned(),
      R"([["a","b"],[0,1],["a","b"],["a","b","c"],[0,0],["a","b"],["a","b"]])");
}

TEST(MemoryLimit, DoesNotCountWhatWasFreed) {
  const Ran ran = RunText(
      "for (let i = 0; i < 500; i++) { new Uint8Array(4 << 20); new Array(1e5).fill(i) } return 1",
      {.limits = kSmall});
  EXPECT_EQ(ran.returned(), "1") << ran.error();
}

// What a newer V8 adds to Intl may hold memory, too.
TEST(MemoryLimit, KnowsAllOfIntl) {
  // What only newer versions of V8 have is left out.
  const Ran ran = RunText(
      "return Object.getOwnPropertyNames(Intl).filter(n => n !== 'DurationFormat').sort().join(' "
      "')");
  const std::string known =
      "Collator DateTimeFormat DisplayNames ListFormat Locale NumberFormat PluralRules "
      "RelativeTimeFormat Segmenter getCanonicalLocales supportedValuesOf";
  EXPECT_EQ(ran.returned(), "\"" + known + "\"") << "see intlBytes in js/core/guards.js";
}

TEST(MemoryLimit, CountsWhatIcuHolds) {
  // Each holds much more of ICU's memory than of V8's.
  for (const char* code : {"const a = []; for (;;) a.push(new Intl.DateTimeFormat('ar'))",
                           "const a = []; for (;;) a.push(Intl.DateTimeFormat('de'))",
                           "const a = []; for (;;) a.push(new Intl.PluralRules('en'))",
                           "const F = Intl.DurationFormat ?? Intl.NumberFormat, a = [];"
                           "for (;;) a.push(new F('ar'))",
                           "const F = Intl.DateTimeFormat.prototype.constructor, a = [];"
                           "for (;;) a.push(new F('ar'))",
                           "const s = new Intl.Segmenter('en'), a = [], t = 'x'.repeat(1e5);"
                           "for (;;) a.push(s.segment(t))",
                           "const s = new Intl.Segmenter('en').segment('a b'), a = [];"
                           "for (;;) a.push(s[Symbol.iterator]())",
                           "const a = [], d = new Date(0), e = new Date(1e12); for (;;) {"
                           " const f = new Intl.DateTimeFormat('ar'); f.formatRange(d, e);"
                           " f.formatRange(d, e); a.push(f) }"}) {
    const Ran ran = RunText(code, {.limits = kSmall});
    EXPECT_EQ(ran.kind(), ErrorCode::kStepMemory) << code << ran.error();
  }
  const Ran ran = RunText(
      "for (let i = 0; i < 3000; i++) new Intl.DateTimeFormat('ar');"
      "class Mine extends Intl.NumberFormat {} const m = new Mine('de');"
      "return [m.format(1.5), m instanceof Mine, m instanceof Intl.NumberFormat,"
      " Intl.NumberFormat('en') instanceof Intl.NumberFormat, Intl.Collator.name,"
      " Intl.DateTimeFormat.supportedLocalesOf('en'),"
      " [...new Intl.Segmenter('en').segment('ab')].map(s => s.segment)]",
      {.limits = kSmall});
  EXPECT_EQ(ran.returned(), R"(["1,5",true,true,true,"Collator",["en"],["a","b"]])") << ran.error();
}

TEST(MemoryLimit, BuffersCountTogetherWithTheHeap) {
  const Ran ran =
      RunText("const a = [new Uint8Array(24 << 20)]; for (;;) a.push(new Array(1e4).fill({}))",
              {.limits = kSmall});
  EXPECT_EQ(ran.kind(), ErrorCode::kStepMemory) << ran.error();
}

TEST(MemoryLimit, ManyBuffersAreRefusedOrEndTheStep) {
  const Ran ran =
      RunText("const a = []; for (;;) a.push(new Uint8Array(1 << 20))", {.limits = kSmall});
  if (ran.result.status == StepStatus::kError) {
    EXPECT_EQ(ran.result.error->name, "RangeError") << ran.error();
  } else {
    EXPECT_EQ(ran.kind(), ErrorCode::kStepMemory) << ran.error();
  }
  // A step that does not care is ended all the same, and buffers never pass the limit.
  const Ran stubborn = RunText(
      "const a = []; let n = 0; for (;;) { try { a.push(new Uint8Array(1 << 20)); n++;"
      " console.log(n) } catch { a.push(new Array(1000).fill({})) } }",
      {.limits = kSmall});
  EXPECT_EQ(stubborn.kind(), ErrorCode::kStepMemory) << stubborn.error();
  EXPECT_GE(stubborn.result.console.size(), 16u);
  EXPECT_LE(stubborn.result.console.size(), 32u);
  EXPECT_EQ(RunText("return new Uint8Array(1 << 20).length").returned(), "1048576");
}

// V8 ends the process when it does not like the number.
TEST(MemoryLimit, MayBeAnyNumber) {
  std::vector<uint64_t> limits = {0, 1, 1'000'000, 8'388'607, 8'388'609, 100'000'000, 256'000'001};
  for (int bit = 20; bit < 64; ++bit) {
    for (const uint64_t odd :
         {uint64_t{1} << bit, (uint64_t{1} << bit) - 1, (uint64_t{3} << bit) / 2 + 4097}) {
      limits.push_back(odd);
    }
  }
  limits.push_back(std::numeric_limits<uint64_t>::max());
  for (const uint64_t limit : limits) {
    EXPECT_EQ(RunText("return 1", {.limits = {.heap_bytes = limit}}).returned(), "1") << limit;
  }
  for (const uint64_t limit : {33'333'333, 8'388'609, 1}) {
    EXPECT_EQ(
        RunText("const a = []; for (;;) a.push({ a })", {.limits = {.heap_bytes = limit}}).kind(),
        ErrorCode::kStepMemory)
        << limit;
  }
}

TEST(Limits, MayBeAnyNumber) {
  for (const uint64_t number : {uint64_t{0}, uint64_t{1}, uint64_t{7}, (uint64_t{1} << 32) + 1,
                                std::numeric_limits<uint64_t>::max()}) {
    const StepLimits limits = {
        .result_bytes = number, .timers = number, .console_bytes = number, .console_lines = number};
    const Ran ran = RunText(
        "console.log('a'); console.log('b'); console.log('c'); try { $.export('e', 1) } catch {}"
        "try { setTimeout(() => {}, 1).unref() } catch {}",
        {.limits = limits});
    EXPECT_TRUE(ran.ok()) << number << ran.error();
    EXPECT_EQ(ran.result.exports_json, number > 7 ? R"({"e":1})" : "{}") << number;
  }
  // No time at all is over at once, and so is less than that.
  for (const auto time : {std::chrono::milliseconds(0), std::chrono::milliseconds(-1)}) {
    EXPECT_EQ(RunText("for (;;);", {.limits = {.wall_time = time}}).kind(),
              ErrorCode::kStepTimeout);
    EXPECT_EQ(RunText("for (;;);", {.limits = {.cpu_time = time}}).kind(), ErrorCode::kStepCpuTime);
  }
}

// V8 has their memory not from the allocator of the others.
TEST(MemoryLimit, CountsBuffersThatGrow) {
  for (const char* code :
       {"const b = new ArrayBuffer(0, { maxByteLength: 1 << 22 }); b.resize(1 << 22); return b",
        "return new ArrayBuffer(1 << 22, { maxByteLength: 1 << 22 })",
        "const b = new SharedArrayBuffer(0, { maxByteLength: 1 << 22 }); b.grow(1 << 22); return "
        "b"}) {
    const std::string make = "const make = () => { " + std::string(code) + " };";
    const Ran kept = RunText(make +
                                 "if (!ArrayBuffer.prototype.resize) throw new RangeError('old');"
                                 "const a = []; for (;;) { const b = make();"
                                 " new Uint8Array(b).fill(1); a.push(b) }",
                             {.limits = kSmall});
    ASSERT_EQ(kept.result.status, StepStatus::kError) << code;
    EXPECT_EQ(kept.result.error->name, "RangeError") << code << kept.error();
  }
  // What is let go of makes room again.
  const Ran dropped = RunText(
      "const max = ArrayBuffer.prototype.resize ? { maxByteLength: 1 << 22 } : {};"
      "for (let i = 0; i < 99; i++) new ArrayBuffer(1 << 22, max); return 1",
      {.limits = kSmall});
  EXPECT_EQ(dropped.returned(), "1") << dropped.error();
  const Ran shrunk = RunText(
      "if (!ArrayBuffer.prototype.resize) return 1;"
      "const all = Array.from({ length: 9 }, () => new ArrayBuffer(8, { maxByteLength: 1 << 22 }));"
      "for (const b of all) { b.resize(1 << 22); b.resize(8) } return 1",
      {.limits = kSmall});
  EXPECT_EQ(shrunk.returned(), "1") << shrunk.error();
}

TEST(MemoryLimit, ADeeplyNestedReturnValueIsAnError) {
  const Ran ran = RunText("let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; return o");
  EXPECT_EQ(ran.result.status, StepStatus::kError);
  EXPECT_EQ(ran.result.error->name, "RangeError") << ran.error();
}

TEST(Limits, KeepWhatTheStepHadPrintedAndExported) {
  const Ran ran = RunText("console.log('before'); for (;;);", {.limits = kShort});
  EXPECT_EQ(ran.console(), "log: before\n");
}

TEST(Limits, OfTheLongestTimesAreNone) {
  const StepLimits limits = {.wall_time = std::chrono::milliseconds::max(),
                             .cpu_time = std::chrono::milliseconds::max()};
  EXPECT_EQ(
      RunText("await new Promise(r => setTimeout(r, 1)); return 1", {.limits = limits}).returned(),
      "1");
}

TEST(Limits, WebAssemblyIsAbsent) {
  EXPECT_EQ(RunText("return typeof WebAssembly").returned(), "\"undefined\"");
  EXPECT_EQ(RunText("return [typeof Atomics, typeof SharedArrayBuffer]").returned(),
            R"(["object","function"])");
}

// Of a heap that belongs to WebAssembly nobody can take the memory away.
TEST(Limits, AsmJsIsOrdinaryJavaScript) {
  EXPECT_EQ(RunText(R"(
      function Peek(stdlib, foreign, heap) {
        'use asm';
        var bytes = new stdlib.Uint8Array(heap);
        function peek(at) { at = at | 0; return bytes[at >> 0] | 0; }
        return { peek: peek };
      }
      const heap = new ArrayBuffer(65536);
      new Uint8Array(heap)[3] = 7;
      const seen = Peek(globalThis, {}, heap).peek(3);
      structuredClone(null, { transfer: [heap] });
      return [seen, heap.byteLength];
    )")
                .returned(),
            "[7,0]");
}

}  // namespace
}  // namespace sendoff::runtime
