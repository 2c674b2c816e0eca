// SPDX-License-Identifier: MIT
// V8 in a process that was locked in before V8 was started: all that it asks of the system is on
// the list.
#include <gtest/gtest.h>
#include <sendoff/step.h>
#include <sys/mman.h>

#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/thread.h"
#include "runtime/isolate/isolate_host.h"
#include "runtime/step/step_runner.h"
#include "runtime/v8/platform.h"
#include "tests/unit/runtime/run_step.h"
#include "tests/unit/worker/locked_in.h"

namespace sendoff::test {
namespace {

// A step whose text is in memory, where there are no files.
class TextSources final : public sources::ModuleSources {
 public:
  explicit TextSources(std::string text) : text_(std::move(text)) {}

  const std::string& step_path() const override { return path_; }
  Result<sources::ResolvedModule> Resolve(const sources::ModuleRequest&) const override {
    return Error{ErrorCode::kModuleNotFound, "there is no other module"};
  }
  Result<std::string> Read(const std::string&) const override { return text_; }
  bool HasFile(const std::string& path) const override { return path == path_; }
  std::string_view BuiltIn(std::string_view) const override { return {}; }

 private:
  const std::string path_ = "/step.mjs";
  const std::string text_;
};

class TextHost final : public runtime::StepHost {
 public:
  explicit TextHost(std::string_view text) : text_(text) {}

  void OnSettled() override {}
  std::unique_ptr<sources::ModuleSources> MakeSources(const StepInput&) override {
    return std::make_unique<TextSources>(text_);
  }
  bool made_calls() const override { return false; }
  Result<void> OnSend(const std::string&, std::string) override { return {}; }
  Store* FindStore(const std::string&) override { return nullptr; }

 private:
  const std::string text_;
};

// What the step returned or how it failed.
std::string Run(runtime::IsolateHost& isolate, std::string_view text, const StepLimits& limits) {
  TextHost host(text);
  StepInput input;
  input.file = "/step.mjs";
  const StepResult result = runtime::RunStep(isolate, input, limits, host);
  if (result.error) return result.error->code + ": " + result.error->message;
  return result.return_value_json.value_or("nothing");
}

// Runs a step on a thread of a locked in process, twice, and gives what came of it.
std::string RunLockedIn(std::string_view text, const StepLimits& limits = {}) {
  constexpr size_t kMost = 4096;
  void* memory = mmap(nullptr, kMost, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  SENDOFF_CHECK(memory != MAP_FAILED);
  char* const said = static_cast<char*>(memory);
  const LockedIn tried = TryLockedIn(
      {}, {[&](const Around&) {
        Result<Thread> thread = Thread::Start([&] {
          runtime::Platform::Get().AdmitThread();
          runtime::IsolateHost isolate(runtime::Platform::Get(), runtime::TestSnapshot(),
                                       limits.heap_bytes);
          const std::string first = Run(isolate, text, limits);
          const std::string second = Run(isolate, text, limits);
          strncpy(said, (first == second ? first : first + ", then " + second).c_str(), kMost - 1);
        });
        if (!thread.ok()) return Tried{1, 0};
        thread->Join();
        return Tried{};
      }});
  std::string result = said;
  munmap(memory, kMost);
  if (!tried.error.empty()) return tried.error;
  return tried.ended[0].returned ? result : ToText(tried.ended[0]);
}

TEST(V8LockedIn, RunsAStep) {
  EXPECT_EQ(RunLockedIn("export default { run() { return { n: [1, 2].map((x) => x * 2) }; } }"),
            R"({"n":[2,4]})");
}

TEST(V8LockedIn, WaitsForTimers) {
  EXPECT_EQ(
      RunLockedIn("export default { run: () => new Promise((r) => setTimeout(r, 5, 'late')) }"),
      R"("late")");
}

TEST(V8LockedIn, OptimizesAndCollects) {
  EXPECT_EQ(RunLockedIn(R"(
    function sum(list) { let s = 0; for (let i = 0; i < list.length; i++) s += list[i].v; return s; }
    export default { run() {
      let total = 0, kept = [];
      for (let round = 0; round < 400; round++) {
        const list = Array.from({ length: 1000 }, (_, v) => ({ v }));
        kept.push(list.slice(0, 100)); if (kept.length > 50) kept = [];
        total += sum(list);
      }
      return total;
    } })"),
            "199800000");
}

TEST(V8LockedIn, HasLargeBuffersTimeZonesAndExpressions) {
  EXPECT_EQ(RunLockedIn(R"(
    export default { run() {
      const bytes = [1, 2, 3, 4].map(() => new Uint8Array(20 << 20).fill(7));
      const when = new Date(0).toLocaleString('de', { timeZone: 'UTC', year: 'numeric', month: 'long' });
      const local = new Date(2020, 5, 1).getTimezoneOffset();
      return [bytes[3][5], when, typeof local, /(a+)+b/u.test('aaab'), new Intl.NumberFormat('de').format(1234.5)];
    } })"),
            R"([7,"Januar 1970","number",true,"1.234,5"])");
}

TEST(V8LockedIn, EndsByItsLimits) {
  StepLimits time;
  time.wall_time = std::chrono::milliseconds(300);
  EXPECT_TRUE(RunLockedIn("export default { run() { for (;;) {} } }", time)
                  .starts_with("ERR_STEP_TIMEOUT"));
  StepLimits memory;
  memory.heap_bytes = 32 << 20;
  EXPECT_TRUE(
      RunLockedIn(
          "export default { run() { const a = []; for (;;) a.push(new Array(1000).fill({})); } }",
          memory)
          .starts_with("ERR_STEP_MEMORY"));
}

}  // namespace
}  // namespace sendoff::test
