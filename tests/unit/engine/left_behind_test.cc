// SPDX-License-Identifier: MIT
// A run whose isolate does not stop, as the one who embeds sendoff sees it, and several hostile
// runs at once. A process that does not stop is ended, and leaves nothing behind.
#include <gtest/gtest.h>
#include <sendoff/engine.h>
#include <unistd.h>
#include <v8.h>

#include <array>
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/sanitizer.h"
#include "runtime/v8/v8_compat.h"
#include "tests/support/isolations.h"
#include "tests/unit/bindings/empty_store.h"

namespace sendoff {
namespace {

// Goes with the last that a run's thread holds.
class Farewell final : public EmptyStore {
 public:
  explicit Farewell(std::promise<void> gone) : gone_(std::move(gone)) {}
  ~Farewell() override { gone_.set_value(); }

 private:
  std::promise<void> gone_;
};

class LeftBehind : public testing::TestWithParam<Isolation> {
 protected:
  LeftBehind() {
    auto engine = Engine::Create({}, test::Isolated(GetParam()));
    EXPECT_TRUE(engine.ok());
    engine_ = std::move(*engine);
  }
  // Waits for the threads that were left behind.
  ~LeftBehind() override {
    for (const std::future<void>& gone : gone_) gone.wait();
    for (const std::string& file : files_) unlink(file.c_str());
  }

  RunOptions Options(const std::string& code, std::chrono::milliseconds grace) {
    files_.push_back(testing::TempDir() + "sendoff-left-" + std::to_string(getpid()) + "-" +
                     std::to_string(files_.size()) + ".mjs");
    std::ofstream(files_.back()) << code;
    RunOptions options;
    options.input.file = files_.back();
    options.limits.wall_time = std::chrono::milliseconds(100);
    options.limits.grace = grace;
    std::promise<void> gone;
    gone_.push_back(gone.get_future());
    options.stores["farewell"] = std::make_shared<Farewell>(std::move(gone));
    return options;
  }

  static bool IsLeftBehind() { return GetParam() == Isolation::kThread; }

  std::unique_ptr<Engine> engine_;
  std::vector<std::string> files_;
  std::vector<std::future<void>> gone_;
};

INSTANTIATE_TEST_SUITE_P(On, LeftBehind, test::Isolations(), test::IsolationName);

constexpr auto kNoGrace = std::chrono::milliseconds(1);
constexpr auto kPatient = std::chrono::hours(1);
constexpr const char* kAsks =
    "$send.http({ method: 'POST', url: 'http://127.0.0.1:9/', data: 'a' }); $.send.email(1);";
// Some seconds, in which V8 looks for no stop.
constexpr const char* kHangs = "Array(5e8).indexOf(1);";

TEST_P(LeftBehind, NothingThatTheStepAskedForIsLost) {
  RunOptions options = Options(std::string(kAsks) + kHangs, kNoGrace);
  std::vector<std::string> logged;
  options.on_record = [&](const Record& record) { logged.push_back(record.id); };
  int emails = 0;
  options.send_handlers["email"] = [&](const std::string&) { ++emails; };
  RunResult result = engine_->Run(std::move(options));
  EXPECT_EQ(result.left_behind, IsLeftBehind());
  EXPECT_EQ(result.step.error->kind, ErrorCode::kStepTimeout);
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].outcome, Outcome::kDiscarded);
  EXPECT_EQ(records[0].error->code, ErrorCode::kTerminated);
  EXPECT_EQ(*records[0].request.body->kept, "a");
  EXPECT_EQ(logged.size(), 1u);
  EXPECT_EQ(emails, 0);
}

TEST_P(LeftBehind, WhatIsAlwaysSentIsSent) {
  RunOptions options = Options(std::string(kAsks) + kHangs, kNoGrace);
  options.deliver = Deliver::kAlways;
  int emails = 0;
  options.send_handlers["email"] = [&](const std::string&) { ++emails; };
  RunResult result = engine_->Run(std::move(options));
  EXPECT_EQ(result.left_behind, IsLeftBehind());
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].error->code, ErrorCode::kEgressDenied) << "it was tried";
  EXPECT_EQ(emails, 1);
}

TEST_P(LeftBehind, AnAwaitedRequestHasItsRecordToo) {
  RunOptions options =
      Options(std::string("const { default: axios } = await import('axios');"
                          "axios('http://127.0.0.1:9/').catch(() => {}); await null;") +
                  kHangs,
              kNoGrace);
  options.limits.wall_time = std::chrono::seconds(1);  // to compile axios takes some of it
  RunResult result = engine_->Run(std::move(options));
  EXPECT_EQ(result.left_behind, IsLeftBehind());
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].kind, Kind::kAwaited);
}

TEST_P(LeftBehind, TheEngineMayGoBeforeTheThread) {
  RunResult result = engine_->Run(
      Options(std::string("$send.http({ method: 'GET', url: 'http://127.0.0.1:9/' });") + kHangs,
              kNoGrace));
  EXPECT_EQ(result.left_behind, IsLeftBehind());
  engine_.reset();
  EXPECT_EQ(result.records.get().size(), 1u);
}

// Tells when the step has come to it.
class Signpost final : public EmptyStore {
 public:
  Result<std::optional<std::string>> Get(const std::string& key) override {
    reached.set_value();
    return EmptyStore::Get(key);
  }

  std::promise<void> reached;
};

TEST_P(LeftBehind, AShutdownDoesNotWaitForIt) {
  RunOptions options = Options(
      "export default { props: { db: '$.service.db' }, run() { this.db.get('a');"
      " for (;;) Array(5e8).indexOf(1) } }",
      kNoGrace);
  options.limits.wall_time = kPatient;
  const auto signpost = std::make_shared<Signpost>();
  options.stores["db"] = signpost;
  RunResult result;
  std::thread runner([&] { result = engine_->Run(std::move(options)); });
  signpost->reached.get_future().wait();
  engine_->Shutdown();
  runner.join();
  ASSERT_TRUE(result.step.error);
  EXPECT_EQ(result.step.error->kind, ErrorCode::kStepStopped);
}

// Asks V8's API for what it gives only later, which V8 does not survive.
class Saboteur final : public EmptyStore {
 public:
  Result<std::optional<std::string>> Get(const std::string&) override {
    v8::Isolate* isolate = v8::Isolate::GetCurrent();
    const v8::Local<v8::String> text = v8::String::NewFromUtf8Literal(isolate, "export default 1");
    v8::ScriptCompiler::Source source(text, runtime::MakeOrigin(isolate, text, true));
    v8::Local<v8::Module> module;
    if (v8::ScriptCompiler::CompileModule(isolate, &source).ToLocal(&module)) {
      module->GetModuleNamespace();
    }
    return std::optional<std::string>();
  }
};

TEST_P(LeftBehind, AFaultOfV8IsThatRunsAlone) {
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
  GTEST_SKIP() << "the sanitizers call what a dead isolate holds a leak, and it is one, on purpose";
#endif
  if (GetParam() == Isolation::kProcess) GTEST_SKIP() << "a store has no V8 at hand there";
  constexpr const char* kSends =
      "$send.http({ method: 'POST', url: 'http://127.0.0.1:9/', data: 'a' });";
  RunOptions options =
      Options(std::string("export default { props: { db: '$.service.db' }, run({ $ }) {") + kSends +
                  "this.db.get('a') } }",
              kPatient);
  gone_.clear();  // its thread keeps all that it has
  options.limits.wall_time = kPatient;
  options.stores["db"] = std::make_shared<Saboteur>();
  RunResult result = engine_->Run(std::move(options));
  EXPECT_EQ(result.left_behind, IsLeftBehind());
  ASSERT_TRUE(result.step.error);
  EXPECT_EQ(result.step.error->code, "ERR_STEP_CRASHED");
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].outcome, Outcome::kDiscarded);
  EXPECT_EQ(records[0].error->code, ErrorCode::kTerminated);
  EXPECT_NE(records[0].error->message.find("V8 gave up"), std::string::npos);
  EXPECT_EQ(*records[0].request.body->kept, "a");
  RunOptions next = Options(std::string(kSends) + "return 1", kPatient);
  next.limits.wall_time = kPatient;
  RunResult after = engine_->Run(std::move(next));
  EXPECT_EQ(after.step.return_value_json, "1");
  EXPECT_EQ(after.records.get().size(), 1u);
}

TEST_P(LeftBehind, NoRunTouchesAnotherAtTheSameTime) {
  const std::array<std::pair<const char*, ErrorCode>, 6> hostile = {{
      {"for (;;);", ErrorCode::kStepTimeout},
      {"const a = []; for (;;) a.push(new Array(1e4).fill({}))", ErrorCode::kStepMemory},
      {"(async () => { for (;;) await null })(); await new Promise(() => {})",
       ErrorCode::kStepTimeout},
      {"throw null", ErrorCode::kStepThrew},
      {"await new Promise(() => {})", ErrorCode::kStepNeverSettles},
      {"for (let i = 0; i < 2000; i++) setTimeout(() => {}, 1e6)", ErrorCode::kStepTimers},
  }};
  std::vector<std::vector<RunOptions>> work(4);
  for (std::vector<RunOptions>& list : work) {
    for (const auto& [code, kind] : hostile) {
      RunOptions options = Options(code, kPatient);
      options.limits.heap_bytes = 16 << 20;
      options.limits.timers = 1000;
      if (kind != ErrorCode::kStepTimeout) options.limits.wall_time = kPatient;
      list.push_back(std::move(options));
      list.push_back(
          Options("$send.http({ method: 'POST', url: 'http://127.0.0.1:9/' });"
                  "globalThis.n = (globalThis.n ?? 0) + 1; return n",
                  kPatient));
      list.back().limits.wall_time = kPatient;
    }
  }
  std::vector<std::thread> threads;
  for (std::vector<RunOptions>& list : work) {
    threads.emplace_back([&] {
      for (size_t i = 0; i < list.size(); ++i) {
        RunResult result = engine_->Run(std::move(list[i]));
        const std::vector<Record> records = result.records.get();
        if (i % 2 == 0) {
          ASSERT_TRUE(result.step.error);
          EXPECT_EQ(result.step.error->kind, hostile[i / 2].second) << hostile[i / 2].first;
          EXPECT_TRUE(records.empty());
        } else {
          EXPECT_EQ(result.step.return_value_json, "1");
          EXPECT_EQ(records.size(), 1u);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace sendoff
