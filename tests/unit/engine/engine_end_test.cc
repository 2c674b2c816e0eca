// SPDX-License-Identifier: MIT
// The end of an engine while runs are under way on other threads. What each of these waits for is
// an event, never time.
#include <gtest/gtest.h>
#include <sendoff/engine.h>

#include <csignal>
#include <future>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/isolations.h"
#include "tests/support/no_threads.h"
#include "tests/unit/bindings/empty_store.h"
#include "tests/unit/bindings/step_file.h"

namespace sendoff {
namespace {

using test::StepFile;

constexpr auto kLong = std::chrono::hours(1);

// Where steps say that they have come to it.
class Signpost final : public EmptyStore {
 public:
  explicit Signpost(ptrdiff_t steps) : all(steps) {}
  Result<std::optional<std::string>> Get(const std::string& key) override {
    all.count_down();
    return EmptyStore::Get(key);
  }

  std::latch all;
};

RunOptions Endless(const StepFile& file, const std::shared_ptr<Signpost>& signpost) {
  RunOptions options;
  options.input.file = file.path();
  options.limits.wall_time = kLong;
  options.limits.grace = kLong;
  options.deliver = Deliver::kAlways;
  options.stores["db"] = signpost;
  return options;
}

constexpr const char* kLoops =
    "export default { props: { db: '$.service.db' }, run() {"
    " $send.http({ method: 'POST', url: 'http://127.0.0.1:9/', data: 'a' });"
    " this.db.get('a'); for (;;); } }";
constexpr const char* kWaits =
    "export default { props: { db: '$.service.db' }, async run() {"
    " $send.http({ method: 'POST', url: 'http://127.0.0.1:9/', data: 'a' });"
    " this.db.get('a'); await new Promise((r) => setTimeout(r, 1e8)); } }";

class EngineEnd : public testing::TestWithParam<Isolation> {};

// While each of these runs is in such a step.
void EndDuring(const char* source, Isolation isolation) {
  constexpr int kRuns = 4;
  const StepFile file(source);
  const auto signpost = std::make_shared<Signpost>(kRuns);
  auto engine = Engine::Create({}, test::Isolated(isolation));
  ASSERT_TRUE(engine.ok());
  std::vector<RunResult> results(kRuns);
  std::vector<std::thread> runners;
  for (RunResult& result : results) {
    // The engine's own address: the pointer to it is not read when it goes.
    runners.emplace_back([&result, &file, &signpost, running = engine->get()] {
      result = running->Run(Endless(file, signpost));
    });
  }
  signpost->all.wait();
  engine->reset();
  for (std::thread& runner : runners) runner.join();
  for (RunResult& result : results) {
    EXPECT_EQ(result.step.error->kind, ErrorCode::kStepStopped);
    const std::vector<Record> records = result.records.get();
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].outcome, Outcome::kDiscarded);
    EXPECT_EQ(records[0].error->code, ErrorCode::kShutdown);
  }
}

TEST_P(EngineEnd, WaitsForEveryRunAndLosesNoRequest) {
  EndDuring(kLoops, GetParam());
  EndDuring(kWaits, GetParam());
}

INSTANTIATE_TEST_SUITE_P(On, EngineEnd, test::Isolations(), test::IsolationName);

TEST_P(EngineEnd, MayBeHastenedByACallbackThatIsStillToBeMade) {
  const StepFile file(
      "for (let i = 0; i < 100; i++)"
      " $send.http({ method: 'POST', url: 'http://127.0.0.1:9/' });");
  auto engine = Engine::Create({}, test::Isolated(GetParam()));
  ASSERT_TRUE(engine.ok());
  std::promise<void> going;
  std::shared_future<void> gone = going.get_future().share();
  RunOptions options;
  options.input.file = file.path();
  int told = 0;
  options.on_record = [&told, gone, running = engine->get()](const Record&) {
    if (++told == 1) gone.wait();
    told % 2 == 0 ? running->Shutdown() : running->Abort();
  };
  RunResult result = (*engine)->Run(std::move(options));
  std::thread destroyer([&engine] { engine->reset(); });
  going.set_value();
  destroyer.join();
  EXPECT_EQ(told, 100);
  EXPECT_EQ(result.records.get().size(), 100u);
}

TEST(EngineCallbacks, HaveNoSignalOfAClosedPipeWhicheverThreadTheyAreAskedBy) {
  const StepFile file("$send.http({ method: 'POST', url: 'http://127.0.0.1:9/' }); throw 1;");
  auto engine = Engine::Create({}, test::OnThreads());
  ASSERT_TRUE(engine.ok());
  RunOptions options;
  options.input.file = file.path();
  options.deliver = Deliver::kFulfilled;  // so that this thread is the first to tell of a record
  bool blocked = false;
  options.on_record = [&blocked](const Record&) {
    sigset_t signals;
    pthread_sigmask(SIG_BLOCK, nullptr, &signals);
    blocked = sigismember(&signals, SIGPIPE) == 1;
  };
  (*engine)->Run(std::move(options)).records.get();
  EXPECT_TRUE(blocked);
}

// By the first run, for which no thread waits.
TEST(EngineWithoutThreads, RefusesARunAndServesTheNext) {
  if (!test::NoThreads::kPossible) GTEST_SKIP() << "under a sanitizer";
  const StepFile file("$send.http({ method: 'POST', url: 'http://127.0.0.1:9/' }); return 1;");
  for (const bool has_callback : {false, true}) {
    auto engine = Engine::Create({}, test::OnThreads());
    ASSERT_TRUE(engine.ok());
    const auto run = [&] {
      RunOptions options;
      options.input.file = file.path();
      if (has_callback) options.on_record = [](const Record&) {};
      return (*engine)->Run(std::move(options));
    };
    {
      const test::NoThreads none;
      RunResult refused = run();
      ASSERT_TRUE(refused.step.error);
      EXPECT_EQ(refused.step.error->kind, ErrorCode::kIo);
      EXPECT_EQ(
          refused.step.error->message,
          "cannot start a thread: Resource temporarily unavailable; raise the limit of processes "
          "and threads (ulimit -u, TasksMax=, pids.max), or have fewer runs at once");
      EXPECT_TRUE(refused.records.get().empty());
    }
    RunResult good = run();
    EXPECT_EQ(good.step.status, StepStatus::kOk);
    EXPECT_EQ(good.records.get().size(), 1u);
  }
}

TEST(EngineEndDeathTest, InsideItsOwnCallbackSaysSo) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const StepFile file("$send.http({ method: 'POST', url: 'http://127.0.0.1:9/' })");
  const auto end_inside = [&file](Deliver deliver) {
    auto engine = Engine::Create({}, test::OnThreads());
    RunOptions options;
    options.input.file = file.path();
    options.deliver = deliver;
    options.on_record = [&engine](const Record&) { engine->reset(); };
    (*engine)->Run(std::move(options)).records.get();
  };
  EXPECT_DEATH(end_inside(Deliver::kSettled), "an Engine destroyed by on_record");
}

TEST(EngineEndDeathTest, InsideAHandlerSaysSo) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const StepFile file("$.send.email(1)");
  const auto end_inside = [&file] {
    auto engine = Engine::Create({}, test::OnThreads());
    RunOptions options;
    options.input.file = file.path();
    options.send_handlers["email"] = [&engine](const std::string&) { engine->reset(); };
    (*engine)->Run(std::move(options));
  };
  EXPECT_DEATH(end_inside(), "an Engine destroyed inside Run");
}

}  // namespace
}  // namespace sendoff
