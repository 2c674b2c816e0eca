// SPDX-License-Identifier: MIT
// A run as a whole: it leaves nothing behind, and runs do not see each other.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "base/sanitizer.h"
#include "runtime/isolate/isolate_host.h"
#include "runtime/v8/platform.h"
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

TEST(Run, ARunSeesNothingOfTheOneBefore) {
  RunText("globalThis.left = 1; Object.prototype.left = 2; Array.prototype.push = null; return 1");
  const Ran ran = RunText("return [typeof left, typeof ({}).left, [].push.length]");
  EXPECT_EQ(ran.returned(), R"(["undefined","undefined",1])") << ran.error();
}

TEST(Run, PatchedBuiltInsDoNotReachTheBootstrap) {
  // What `await` itself looks at stays, and the loop's own iterator.
  const Ran ran = RunText(
      "const keep = ['then', 'constructor', Symbol.iterator];"
      "for (const c of [Array, Map, Set, WeakMap, String, Object, Function, Promise, RegExp, "
      "Number])"
      "  for (const k of Reflect.ownKeys(c.prototype)) if (!(k === keep[0] || k === keep[1] || k "
      "=== keep[2]))"
      "    try { c.prototype[k] = () => { throw new Error('patched ' + String(k)) } } catch {}"
      "JSON.stringify = Reflect.apply = Object.keys = Object.defineProperty = null;"
      "setTimeout(() => {}, 1); console.log('%s', 'text', { a: [1, new Map()] });"
      "$.export('e', { a: 1 }); return { r: [1, { b: 2 }] }");
  EXPECT_EQ(ran.returned(), R"({"r":[1,{"b":2}]})") << ran.error();
  EXPECT_EQ(ran.result.exports_json, R"({"e":{"a":1}})");
  EXPECT_EQ(ran.result.console.size(), 1u);
}

TEST(Run, TheHostIsToldOnceHoweverItEnds) {
  for (const char* text : {"return 1", "throw 1", "let let", "await new Promise(() => {})"}) {
    EXPECT_EQ(RunText(text).host.settled, 1) << text;
  }
}

TEST(Run, CallbacksThatAreStillOpenDoNotRunAndAreReported) {
  const Ran ran = RunText(
      "setTimeout(() => console.log('late'), 1); setInterval(() => console.log('late'), 1); return "
      "1");
  EXPECT_EQ(ran.console(), "");
  ASSERT_EQ(ran.result.warnings.size(), 1u);
  EXPECT_NE(ran.result.warnings[0].find("2 timers"), std::string::npos) << ran.result.warnings[0];
  EXPECT_TRUE(RunText("setTimeout(() => {}, 1).unref(); return 1").result.warnings.empty());
}

TEST(Run, AThousandOfThemLeaveTheProcessAsItWas) {
  const StepFolder folder;
  const auto resident_pages = [] {
    FILE* file = std::fopen("/proc/self/statm", "r");
    long total = 0;
    long resident = 0;
    if (file == nullptr || std::fscanf(file, "%ld %ld", &total, &resident) != 2) resident = 0;
    if (file != nullptr) std::fclose(file);
    return resident;
  };
  const auto run = [] {
    const Ran ran = RunText(
        "setTimeout(() => {}, 50); new FinalizationRegistry(() => {}).register({}, 1);"
        "await new Promise(r => setImmediate(r)); return new Uint8Array(1 << 20).length");
    ASSERT_EQ(ran.returned(), "1048576") << ran.error();
  };
  for (int i = 0; i < 200; ++i) run();
  const long before = resident_pages();
  for (int i = 0; i < 800; ++i) run();
  const long grown_mib = (resident_pages() - before) * 4096 >> 20;
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
  RecordProperty("grown_mib", static_cast<int>(grown_mib));
#else
  EXPECT_LT(grown_mib, 24);
#endif
}

TEST(Run, OverlapsWithOthersOnOtherThreads) {
  // Without timers: libuv closes its files past ThreadSanitizer's eyes, which then takes the next
  // file of the same number for the old one.
  std::vector<std::thread> threads;
  std::vector<std::string> returned(4);
  for (size_t i = 0; i < returned.size(); ++i) {
    threads.emplace_back([&returned, i] {
      for (int round = 0; round < 5; ++round) {
        returned[i] = RunText("for (let i = 0; i < 1e5; i++); await null; return event",
                              {.event = std::to_string(i)})
                          .returned();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < returned.size(); ++i) EXPECT_EQ(returned[i], std::to_string(i));
}

// Each test is a process, so V8 starts here. Where the processor has protection keys, such a thread
// cannot read V8's tables by itself, nor can what it starts.
TEST(Run, MayBeOnAThreadThatIsOlderThanV8AndOnOneThatThatStarts) {
  std::promise<void> v8_is_there;
  std::string on_old;
  std::string on_its_own;
  std::thread old([&] {
    v8_is_there.get_future().wait();
    std::thread started(
        [&] { on_its_own = RunText("return event + 1", {.event = "1"}).returned(); });
    started.join();
    on_old = RunText("return event + 2", {.event = "1"}).returned();
  });
  Platform::Get();
  v8_is_there.set_value();
  old.join();
  EXPECT_EQ(on_its_own, "2");
  EXPECT_EQ(on_old, "3");
}

// Each test is a process: these are its first isolates.
TEST(Run, TheFirstIsolatesMayBeMadeByAllThreadsAtOnce) {
  const Snapshot& snapshot = TestSnapshot();
  const Platform& platform = Platform::Get();
  std::barrier start(4);
  std::vector<std::thread> threads;
  std::atomic<int> made = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      IsolateHost host(platform, snapshot, 64 << 20);
      const IsolateHost::Entered entered(host, nullptr);
      ++made;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 4);
}

TEST(Run, ALimitThatPassesWhileTheStepEndsIsHarmless) {
  // The deadline falls somewhere between before the step and after it.
  for (int i = 0; i < 60; ++i) {
    const Ran ran = RunText("let n = 0; for (let i = 0; i < 1e5; i++) n += i; return n",
                            {.limits = {.wall_time = std::chrono::milliseconds(i % 12)}});
    EXPECT_NE(ran.result.status, StepStatus::kError) << ran.error();
    EXPECT_EQ(ran.host.settled, ran.ok() ? 1 : 0);
  }
}

}  // namespace
}  // namespace sendoff::runtime
