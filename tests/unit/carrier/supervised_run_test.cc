// SPDX-License-Identifier: MIT
// A run ends also where V8 does not come back.
#include "carrier/thread/supervised_run.h"
#include "base/sanitizer.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <thread>

#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"
#include "tests/unit/runtime/run_step.h"

namespace sendoff::carrier {
namespace {

using runtime::StepFolder;
using runtime::TestSnapshot;

v8::Local<v8::Module> CompileModule(v8::Isolate* isolate, const char* text) {
  v8::ScriptCompiler::Source source(
      runtime::Literal(isolate, text),
      runtime::MakeOrigin(isolate, runtime::Literal(isolate, "m"), true));
  return v8::ScriptCompiler::CompileModule(isolate, &source).ToLocalChecked();  // bootstrap
}

// Evaluates a module while it is being evaluated, which V8 takes for a fault of its own.
void BreakV8() {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  thread_local v8::Global<v8::Module> module;
  module.Reset(isolate, CompileModule(isolate, "again()"));
  const auto again = [](const v8::FunctionCallbackInfo<v8::Value>& info) {
    [[maybe_unused]] const auto never =
        module.Get(info.GetIsolate())->Evaluate(info.GetIsolate()->GetCurrentContext());
  };
  context->Global()
      ->Set(context, runtime::Literal(isolate, "again"),
            v8::Function::New(context, again).ToLocalChecked())  // bootstrap
      .Check();
  const v8::Local<v8::Module> local = module.Get(isolate);
  local->InstantiateModule(context, nullptr).Check();
  [[maybe_unused]] const auto never = local->Evaluate(context);
}

// Asks for what the API gives only later.
void MisuseV8() {
  CompileModule(v8::Isolate::GetCurrent(), "export default 1")->GetModuleNamespace();
}

// A host that tells when the last who held it has let it go.
class MortalHost final : public runtime::StepHost {
 public:
  explicit MortalHost(std::promise<int> gone) : gone_(std::move(gone)) {}
  ~MortalHost() override {
    // Time for a caller to go on that does not wait for this.
    for (int i = 0; i < 1000; ++i) std::this_thread::yield();
    gone_.set_value(settled_);
  }

  void OnSettled() override { ++settled_; }
  bool made_calls() const override { return false; }
  Result<void> OnSend(const std::string& destination, std::string) override {
    if (destination == "s3") BreakV8();
    if (destination == "sql") MisuseV8();
    return {};
  }
  Store* FindStore(const std::string&) override { return nullptr; }

 private:
  std::promise<int> gone_;
  int settled_ = 0;
};

// A run with a time limit of some milliseconds, and how often its host heard that it had settled.
struct Supervised {
  SupervisedResult result;
  std::future<int> settled;  // ready when the run's thread holds no host any more
  std::unique_ptr<ThreadPool> threads;
};

Supervised Supervise(const char* code, std::chrono::milliseconds grace,
                     StepLimits limits = {.wall_time = std::chrono::milliseconds(100)}) {
  const StepFolder folder;
  std::promise<int> gone;
  std::future<int> settled = gone.get_future();
  SupervisedInput input;
  // The test's snapshot lives for ever.
  const std::shared_ptr<const runtime::Snapshot> snapshot(std::shared_ptr<void>(), &TestSnapshot());
  input.isolates = std::make_shared<runtime::IsolatePool>(runtime::Platform::Get(), snapshot,
                                                          runtime::IsolatePool::Options{});
  input.input.file = folder.Write("step.mjs", code);
  input.limits = limits;
  input.limits.grace = grace;
  input.host = std::make_shared<MortalHost>(std::move(gone));
  auto threads = std::make_unique<ThreadPool>(1);
  SupervisedResult result = RunSupervised(*threads, std::move(input));
  return {std::move(result), std::move(settled), std::move(threads)};
}

// Long enough for whatever stops at all.
constexpr auto kPatient = std::chrono::hours(1);
// V8 looks for no stop in there, and is some seconds over it.
constexpr const char* kHangs =
    "console.log('before'); $.export('a', 1); $.flow.exit('b');"
    "Array(5e8).indexOf(1); console.log('after')";

TEST(SupervisedRun, GivesWhatTheStepGives) {
  Supervised run = Supervise("console.log('a'); return 1", kPatient);
  EXPECT_EQ(run.result.step.return_value_json, "1");
  EXPECT_EQ(run.result.step.console.size(), 1u);
  EXPECT_FALSE(run.result.left_behind);
  ASSERT_EQ(run.settled.wait_for(std::chrono::seconds(0)), std::future_status::ready)
      << "the run's thread still holds the host";
  EXPECT_EQ(run.settled.get(), 1);
}

TEST(SupervisedRun, WaitsForAStepThatStops) {
  Supervised run = Supervise("for (;;);", kPatient);
  EXPECT_EQ(run.result.step.error->kind, ErrorCode::kStepTimeout);
  EXPECT_FALSE(run.result.left_behind);
  EXPECT_EQ(run.settled.get(), 0);
}

TEST(SupervisedRun, TheLongestGraceWaitsForWhateverComesBack) {
  for (const auto grace : {std::chrono::milliseconds::max(),
                           std::chrono::milliseconds::max() - std::chrono::milliseconds(1)}) {
    // A part of a second, and more than the limit.
    Supervised run = Supervise("Array(6e7).indexOf(1); for (;;);", grace);
    EXPECT_FALSE(run.result.left_behind);
    ASSERT_TRUE(run.result.step.error);
    EXPECT_EQ(run.result.step.error->kind, ErrorCode::kStepTimeout);
  }
}

TEST(SupervisedRun, LeavesAThreadBehindThatHangsInABuiltIn) {
  Supervised run = Supervise(kHangs, std::chrono::milliseconds(1));
  const StepResult& step = run.result.step;
  EXPECT_TRUE(run.result.left_behind);
  EXPECT_EQ(step.status, StepStatus::kTerminated);
  EXPECT_EQ(step.error->kind, ErrorCode::kStepTimeout);
  ASSERT_EQ(step.console.size(), 1u);
  EXPECT_EQ(step.console[0].text, "before");
  EXPECT_EQ(step.exports_json, R"({"a":1})");
  EXPECT_EQ(step.flow.size(), 1u);
  EXPECT_TRUE(run.result.goes_on);
  // Others go on meanwhile, and the thread goes when its built-in ends.
  EXPECT_EQ(Supervise("return 2", kPatient, {.wall_time = kPatient}).result.step.return_value_json,
            "2");
  EXPECT_EQ(run.settled.get(), 0);
}

TEST(SupervisedRun, OutlivesAnIsolateThatDies) {
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
  GTEST_SKIP() << "the sanitizers call what a dead isolate holds a leak, and it is one, on purpose";
#endif
  // Too much for V8's compiler of regular expressions, which answers by V8's own death.
  Supervised run = Supervise(
      "console.log('before'); const n = 3e4;"
      "new RegExp('(?:x|'.repeat(n) + ')'.repeat(n)).test('x')",
      kPatient, {.wall_time = kPatient});
  EXPECT_TRUE(run.result.left_behind);
  EXPECT_EQ(run.result.step.status, StepStatus::kTerminated);
  EXPECT_EQ(run.result.step.error->kind, ErrorCode::kStepMemory);
  EXPECT_NE(run.result.step.error->message.find("could not go on"), std::string::npos);
  EXPECT_EQ(run.result.step.console.size(), 1u);
  EXPECT_EQ(Supervise("return 2", kPatient, {.wall_time = kPatient}).result.step.return_value_json,
            "2");
}

// What V8 says of itself when it gives up is in the error, and the next run is as any other.
void ExpectLeftBehind(const char* code, ErrorCode kind, const char* words, uint64_t heap_bytes) {
  const StepLimits limits = {.wall_time = kPatient, .heap_bytes = heap_bytes};
  Supervised run = Supervise(code, kPatient, limits);
  EXPECT_TRUE(run.result.left_behind) << code;
  EXPECT_EQ(run.result.step.status, StepStatus::kTerminated);
  ASSERT_TRUE(run.result.step.error) << code;
  EXPECT_EQ(run.result.step.error->kind, kind) << code;
  EXPECT_EQ(run.result.step.error->code, ErrorName(kind)) << code;
  EXPECT_NE(run.result.step.error->message.find(words), std::string::npos)
      << run.result.step.error->message;
  ASSERT_EQ(run.result.step.console.size(), 1u) << code;
  EXPECT_EQ(Supervise("return 2", kPatient, {.wall_time = kPatient}).result.step.return_value_json,
            "2")
      << code;
}

TEST(SupervisedRun, OutlivesAFaultOfV8) {
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
  GTEST_SKIP() << "the sanitizers call what a dead isolate holds a leak, and it is one, on purpose";
#endif
  constexpr uint64_t kHeap = 64 << 20;
  ExpectLeftBehind("console.log('before'); $.send.s3({})", ErrorCode::kStepCrashed, "Check failed",
                   kHeap);
  ExpectLeftBehind("console.log('before'); $.send.sql({})", ErrorCode::kStepCrashed,
                   "GetModuleNamespace", kHeap);
}

TEST(SupervisedRun, OutlivesASizeThatV8DoesNotHave) {
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
  GTEST_SKIP() << "the sanitizers call what a dead isolate holds a leak, and it is one, on purpose";
#endif
  // Newer ones throw where an array grows too large, and give up only when JSON is too long.
  const char* code = SENDOFF_V8_AT_LEAST(13, 0)
                         ? "console.log('before'); JSON.parse('[' + '1,'.repeat(2 ** 27) + '1]')"
                         : "console.log('before'); const a = []; for (;;) a.push(0.5)";
  ExpectLeftBehind(code, ErrorCode::kStepMemory, "invalid size", 1 << 30);
}

}  // namespace
}  // namespace sendoff::carrier
