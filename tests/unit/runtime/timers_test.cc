// SPDX-License-Identifier: MIT
// Timers and the order in which things happen. The order never depends on how long anything takes.
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

// Runs a step that fills `log` and returns it when `done()` is called.
std::string Log(const std::string& body) {
  const Ran ran =
      RunText("const log = []; await new Promise(done => {" + body + "}); return log.join(' ')");
  return ran.ok() ? ran.returned() : ran.error();
}

TEST(Timers, RunInTheOrderOfTheirDeadlines) {
  EXPECT_EQ(
      Log("setTimeout(() => { log.push('c'); done() }, 300); setTimeout(() => log.push('a'), 1);"
          "setTimeout(() => log.push('b'), 100)"),
      "\"a b c\"");
}

TEST(Timers, OfTheSameDelayRunInTheOrderOfTheCalls) {
  EXPECT_EQ(Log("setTimeout(() => log.push('a'), 0); setTimeout(() => log.push('b'), 1);"
                "setTimeout(() => log.push('c')); setTimeout(() => { log.push('d'); done() }, -5)"),
            "\"a b c d\"");
}

TEST(Timers, MicrotasksRunBetweenTimersAndBeforeThem) {
  EXPECT_EQ(
      Log("setTimeout(() => { log.push('t1'); Promise.resolve().then(() => log.push('m2')) }, 1);"
          "setTimeout(() => { log.push('t2'); done() }, 1);"
          "queueMicrotask(() => log.push('m1')); log.push('sync')"),
      "\"sync m1 t1 m2 t2\"");
}

TEST(Timers, ImmediatesRunAfterTheTurnThatAskedForThem) {
  EXPECT_EQ(Log("setImmediate(() => { log.push('i1'); Promise.resolve().then(() => log.push('m'));"
                " setImmediate(() => { log.push('i3'); done() }) });"
                "setImmediate((a, b) => log.push(a + b), 'i', '2'); log.push('sync')"),
            "\"sync i1 m i2 i3\"");
}

TEST(Timers, PassTheirArguments) {
  EXPECT_EQ(Log("setTimeout((a, b) => { log.push(a, b); done() }, 1, 'x', 'y')"), "\"x y\"");
}

TEST(Timers, RefreshedOnesRunAgain) {
  EXPECT_EQ(Log("let n = 0; const t = setTimeout(() => { log.push(++n); if (n < 3) t.refresh();"
                " else done() }, 1)"),
            "\"1 2 3\"");
  EXPECT_EQ(Log("let n = 0; setTimeout(function () { log.push(++n); n < 3 ? this.refresh() : done()"
                " }, 1)"),
            "\"1 2 3\"");
  // Also after its callback; and an interval has one next time, not two.
  EXPECT_EQ(Log("const t = setTimeout(() => log.push('t'), 1);"
                "setTimeout(() => { log.push('r'); t.refresh(); setTimeout(done, 20) }, 10)"),
            "\"t r t\"");
  EXPECT_EQ(Log("let n = 0; const t = setInterval(() => { log.push(++n); t.refresh();"
                " if (n === 3) { clearInterval(t); done() } }, 1)"),
            "\"1 2 3\"");
}

TEST(Timers, RefreshingAClearedOneDoesNothing) {
  EXPECT_EQ(Log("const t = setTimeout(() => log.push('no'), 1); clearTimeout(t); t.refresh();"
                "const u = setTimeout(() => { log.push('u'); clearTimeout(u); u.refresh() }, 1);"
                "const v = setTimeout(() => { log.push('v'); clearTimeout(+v); v.refresh() }, 2);"
                "const w = setInterval(() => { log.push('w'); clearInterval(w); w.refresh() }, 3);"
                "setTimeout(done, 30)"),
            "\"u v w\"");
}

TEST(Timers, RefreshingOneThatRanCountsAsStartingOne) {
  const Ran ran = RunText(
      "const t = setTimeout(() => {}, 0); await new Promise((r) => setTimeout(r, 5));"
      "setTimeout(() => {}, 1e6); t.refresh()",
      {.limits = {.timers = 2}});
  EXPECT_TRUE(ran.ok()) << ran.error();
  const Ran many = RunText(
      "const t = setTimeout(() => {}, 0); await new Promise((r) => setTimeout(r, 5));"
      "setTimeout(() => {}, 1e6); setTimeout(() => {}, 1e6); t.refresh()",
      {.limits = {.timers = 2}});
  EXPECT_EQ(many.kind(), ErrorCode::kStepTimers) << many.error();
}

TEST(Timers, ClearedOnesDoNotRun) {
  EXPECT_EQ(
      Log("clearTimeout(setTimeout(() => log.push('no'), 1));"
          "clearTimeout(+setTimeout(() => log.push('no'), 1));"
          "clearTimeout(`${+setTimeout(() => log.push('no'), 1)}`);"
          "clearImmediate(setImmediate(() => log.push('no')));"
          "clearTimeout(undefined); clearTimeout({}); clearTimeout(12345); clearImmediate(null);"
          "setTimeout(() => { log.push('yes'); done() }, 5)"),
      "\"yes\"");
}

TEST(Timers, OneCanClearAnotherThatIsDueInTheSameTurn) {
  EXPECT_EQ(Log("let b; setTimeout(() => { log.push('a'); clearTimeout(b) }, 1);"
                "b = setTimeout(() => log.push('b'), 1); setTimeout(done, 20)"),
            "\"a\"");
}

TEST(Timers, IntervalsRepeatUntilCleared) {
  EXPECT_EQ(Log("let n = 0; const t = setInterval(() => { log.push(++n);"
                " if (n === 3) { clearInterval(t); setTimeout(done, 10) } }, 1)"),
            "\"1 2 3\"");
}

TEST(Timers, ReturnObjectsAsNodeDoes) {
  const Ran ran = RunText(
      "const t = setTimeout(() => {}, 1e6); const r = [typeof t, t.hasRef(), t.unref() === t, "
      "t.hasRef(),"
      " t.ref().hasRef(), t.refresh() === t, typeof +t, t.constructor.name]; clearTimeout(t);"
      "const i = setImmediate(() => {}); r.push(i.hasRef(), i.unref().hasRef()); clearImmediate(i);"
      "return r");
  EXPECT_EQ(ran.returned(), R"(["object",true,true,false,true,true,"number","Timeout",true,false])")
      << ran.error();
  EXPECT_TRUE(ran.result.warnings.empty()) << ran.result.warnings[0];
}

TEST(Timers, RefreshMovesTheDeadline) {
  EXPECT_EQ(Log("const t = setTimeout(() => { log.push('t'); done() }, 60);"
                "setTimeout(() => { log.push('u'); t.refresh() }, 30); setTimeout(() => "
                "log.push('v'), 62)"),
            "\"u v t\"");
}

TEST(Timers, AnUnreferencedOneStillRunsWhileSomethingElseWaits) {
  EXPECT_EQ(Log("setTimeout(() => log.push('a'), 1).unref(); setTimeout(done, 30)"), "\"a\"");
}

TEST(Timers, ACallbackThatIsNoFunctionIsATypeErrorWithACode) {
  for (const char* call :
       {"setTimeout('x')", "setInterval()", "setImmediate({})", "queueMicrotask(1)"}) {
    const Ran ran = RunText(call);
    EXPECT_EQ(ran.result.error->name, "TypeError") << call;
    EXPECT_EQ(ran.result.error->code, "ERR_INVALID_ARG_TYPE") << call;
  }
}

TEST(Timers, TakeOddDelays) {
  EXPECT_EQ(Log("let n = 0; for (const d of [NaN, null, 'x', {}, -1, 2 ** 31, 1.9, true])"
                " setTimeout(() => { if (++n === 8) { log.push(n); done() } }, d)"),
            "\"8\"");
}

TEST(Timers, ThousandsAreFine) {
  EXPECT_EQ(Log("let n = 0; for (let i = 0; i < 20000; i++) setTimeout(() => { if (++n === 20000) {"
                " log.push(n); done() } }, i % 7)"),
            "\"20000\"");
}

}  // namespace
}  // namespace sendoff::runtime
