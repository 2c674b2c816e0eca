// SPDX-License-Identifier: MIT
// What runs before what: ticks, microtasks, waits. The expected orders are Node's.
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

// What the code has noted by `note` when nothing of it is left.
std::string Order(const std::string& code) {
  const Ran ran = RunText(
      "const noted = []; const note = (x) => noted.push(x);"
      "export default async () => { " +
      code + "; await new Promise((resolve) => setTimeout(resolve, 5)); return noted.join(' ') }");
  return ran.ok() ? ran.returned() : ran.error();
}

TEST(Order, InAsynchronousCodeMicrotasksComeBeforeTicks) {
  constexpr const char* kBoth =
      "process.nextTick(() => note('tick')); queueMicrotask(() => note('micro'));"
      "Promise.resolve().then(() => note('then')).then(() => note('then2'))";
  EXPECT_EQ(Order(kBoth), R"("micro then then2 tick")");
  EXPECT_EQ(Order(std::string("await undefined;") + kBoth), R"("micro then then2 tick")");
  EXPECT_EQ(Order(std::string("queueMicrotask(() => {") + kBoth + "})"),
            R"("micro then then2 tick")");
}

TEST(Order, AfterACallbackTicksComeBeforeMicrotasks) {
  EXPECT_EQ(Order("setTimeout(() => { queueMicrotask(() => note('micro'));"
                  " process.nextTick((a) => { note(a); process.nextTick(note, 'tick2');"
                  " queueMicrotask(() => note('micro2')) }, 'tick') }, 1)"),
            R"("tick tick2 micro micro2")");
}

TEST(Order, TicksAndMicrotasksAlternateUntilNoneIsLeft) {
  EXPECT_EQ(Order("process.nextTick(() => { note(1); queueMicrotask(() => { note(2);"
                  " process.nextTick(() => { note(4); queueMicrotask(() => note(5)) });"
                  " queueMicrotask(() => note(3)) }) })"),
            R"("1 2 3 4 5")");
}

TEST(Order, AnExceptionInATickFailsTheStep) {
  const Ran ran = RunText(
      "process.nextTick(() => { throw new Error('in tick') });"
      "process.nextTick(() => console.log('never'));"
      "await new Promise(r => setTimeout(r, 60000))");
  EXPECT_EQ(ran.error(), "in tick");
  EXPECT_EQ(ran.console(), "");
  EXPECT_NE(RunText("process.nextTick(1)").error().find("callback"), std::string::npos);
}

TEST(Order, AStepThatWaitsForATickGoesOn) {
  EXPECT_EQ(
      RunText("await new Promise((resolve) => process.nextTick(resolve)); return 1").returned(),
      "1");
}

constexpr const char* kCell = "const cell = new Int32Array(new SharedArrayBuffer(4));";

TEST(Waits, EndWithTheirTimeout) {
  const Ran ran = RunText(std::string(kCell) +
                          "const { async, value } = Atomics.waitAsync(cell, 0, 0, 20);"
                          "return [async, await value]");
  EXPECT_EQ(ran.returned(), R"([true,"timed-out"])") << ran.error();
  const Ran detached =
      RunText(std::string("const { waitAsync } = Atomics;") + kCell +
              "return [await waitAsync(cell, 0, 0, 1).value, waitAsync(cell, 0, 1).value,"
              " waitAsync(cell, 0, 0, 0).value, waitAsync.name, waitAsync.length]");
  EXPECT_EQ(detached.returned(), R"(["timed-out","not-equal","timed-out","waitAsync",4])")
      << detached.error();
}

TEST(Waits, EndWhenTheyAreNotified) {
  for (const char* timeout : {"", ", 1e9", ", Infinity"}) {
    const Ran ran =
        RunText(std::string(kCell) + "const { value } = Atomics.waitAsync(cell, 0, 0" + timeout +
                "); const woken = Atomics.notify(cell, 0); return [woken, await value]");
    EXPECT_EQ(ran.returned(), R"([1,"ok"])") << timeout << ran.error();
    EXPECT_TRUE(ran.result.warnings.empty()) << ran.result.warnings[0];
  }
}

TEST(Waits, WithoutATimeoutMayNeverSettle) {
  const Ran ran = RunText(std::string(kCell) + "await Atomics.waitAsync(cell, 0, 0).value");
  EXPECT_EQ(ran.kind(), ErrorCode::kStepNeverSettles);
}

}  // namespace
}  // namespace sendoff::runtime
