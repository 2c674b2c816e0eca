// SPDX-License-Identifier: MIT
// A thousand hostile steps in processes leave their host as it was, and those that have ended a
// process before end no more than their own run.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/sanitizer.h"
#include "tests/support/holding.h"
#include "tests/support/hostile_steps.h"
#include "tests/unit/worker/process_runs.h"
#include "tests/unit/worker/worker_processes.h"

namespace sendoff {
namespace {

using test::kHostileSteps;

// What has ended the process that V8 was in, or might: memory that V8 does not get, built-in
// functions that never look whether they should stop, stacks and strings without end.
constexpr const char* kEnders[] = {
    "new Array(1e9).fill(0)",
    "Array.from({ length: 2 ** 32 - 1 })",
    "Array.from({ length: 1e9 }, (_, i) => i)",
    "'x'.repeat(2 ** 28).split('')",
    "'xy'.repeat(2 ** 27).split('y')",
    "[...'x'.repeat(2 ** 28)]",
    "new Array(2 ** 26).fill(0.5)",
    "return Array(2 ** 25).fill(0).map(x => [x])",
    "JSON.stringify(new Array(1e5).fill(new Array(1e3).fill(1)))",
    "const s = 'x'.repeat(2 ** 28); return JSON.stringify([s.replace(/x/, 'y')])",
    "const a = []; for (let i = 0; ; i++) a.push(BigInt(i) ** 5000n)",
    "const a = []; for (let i = 0; ; i++) a.push(Symbol(i))",
    "const b = []; for (;;) b.push(new ArrayBuffer(1e6, { maxByteLength: 1e9 }))",
    "Array(5e8).indexOf(1); for (;;);",
    "let a = []; for (let i = 0; i < 1e6; i++) a = [a]; return a",
    "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p.x",
    "eval('['.repeat(1e6))",
    "return 1e20",
    "return /(?:(?:(?:(?:a*)*)*)*)*b/.test('a'.repeat(1e5))",
    "new Intl.Segmenter('en').segment('x'.repeat(1e7)); for (;;) new Intl.Collator('de')",
};

class ThousandInProcesses : public test::ProcessRuns {
 protected:
  // A step to the end of its last request, which has sent one before.
  StepResult Run(const std::string& code, const StepLimits& limits, const std::string& file) {
    std::ofstream(file) << "$send.http({ method: 'GET', url: '" << closed_.url() << "' }); "
                        << code;
    RunOptions options;
    options.input.file = file;
    options.limits = limits;
    RunResult result = engine_->Run(std::move(options));
    EXPECT_GE(result.records.get().size(), result.deferred) << code;
    EXPECT_FALSE(result.left_behind) << code;
    EXPECT_EQ(result.step.status == StepStatus::kOk, !result.step.error.has_value()) << code;
    if (result.step.error) {
      EXPECT_FALSE(result.step.error->code.empty()) << code;
    }
    return std::move(result.step);
  }

  // On two threads, one step after another each.
  void RunAll() {
    std::atomic<size_t> next = 0;
    const auto work = [&](const std::string& file) {
      for (size_t i = next++; i < std::size(kHostileSteps); i = next++) {
        Run(kHostileSteps[i], test::kHostileLimits, file);
      }
    };
    std::thread other([&] { work(other_file_); });
    work(file_);
    other.join();
  }

  std::string Normal() {
    const StepResult step = Run(
        "const { default: axios } = await import('axios');"
        "await new Promise((done) => setTimeout(done, 1)); console.log({ a: [1] });"
        "$.export('b', 2); return [typeof axios.get, [3, 1, 2].sort(), JSON.stringify({ c: 1 }),"
        " new URL('http://a/b').pathname, Object.keys(globalThis).length]",
        {}, file_);
    EXPECT_EQ(step.status, StepStatus::kOk) << (step.error ? step.error->stack : "");
    return step.return_value_json.value_or("none") + step.exports_json +
           (step.console.empty() ? "" : step.console[0].text);
  }

  const std::string file_ = File("");
  const std::string other_file_ = File("");
};

TEST_F(ThousandInProcesses, HostileStepsLeaveTheHostAsItWas) {
  constexpr size_t kLeft = 256 << 10;
  const std::string normal = Normal();
  for (int i = 0; i < 3; ++i) RunAll();
  Normal();
  const test::Holding before = test::MeasureHolding();
  const size_t resident = test::ResidentKilobytes();
  for (size_t runs = 0; runs < 1000; runs += std::size(kHostileSteps)) RunAll();
  EXPECT_EQ(Normal(), normal);
  const test::Holding after = test::MeasureHolding();
  EXPECT_LE(after.memory, before.memory + kLeft) << "a thousand runs left memory behind";
  if (test::kResidentTells) {
    EXPECT_LE(test::ResidentKilobytes(), resident + (64 << 10));
  }
  // Workers are made ahead, meanwhile.
  const ProcessOptions usual;
  EXPECT_LE(after.files, before.files + usual.ready);
  EXPECT_LE(after.threads, before.threads);
  EXPECT_LE(test::Workers().size(), usual.ready + 1);
}

TEST_F(ThousandInProcesses, WhatEndsAProcessEndsARun) {
  for (const char* code : kEnders) {
    StepLimits limits;
    limits.wall_time = std::chrono::milliseconds(1000);
    limits.grace = std::chrono::milliseconds(100);
    limits.heap_bytes = 32 << 20;
    Run(code, limits, file_);
    EXPECT_EQ(Run("return 1", {}, file_).return_value_json, "1") << code;
  }
}

}  // namespace
}  // namespace sendoff
