// SPDX-License-Identifier: MIT
// What an embedder hears of console lines; the test prints them in the step's place.
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/engine/scripted_engine.h"

namespace sendoff {
namespace {

using carrier::Assignment;
using carrier::Services;

using ServicesPointer = std::shared_ptr<Services>;

RunOptions Listening(std::vector<std::string>* heard) {
  RunOptions options;
  options.on_console = [heard](const ConsoleLine& line) { heard->push_back(line.text); };
  return options;
}

TEST(OnConsole, HearsLinesAsTheyArePrintedWithoutSecrets) {
  std::vector<std::string> heard;
  size_t heard_inside = 0;
  const auto engine =
      test::ScriptedEngine([&](const Assignment& assignment, ServicesPointer services, auto) {
        EXPECT_TRUE(assignment.tells_console);
        services->Print({"log", "the key is key-0123456789", {}});
        services->KeepSecret("late-0123456789");
        services->Print({"warn", "late-0123456789", {}});
        heard_inside = heard.size();
        return test::Fulfilled({});
      });
  RunOptions options = Listening(&heard);
  options.input.secrets = {"key-0123456789"};
  engine->Run(std::move(options));
  EXPECT_EQ(heard, (std::vector<std::string>{"the key is [redacted]", "[redacted]"}));
  EXPECT_EQ(heard_inside, 2u);
}

TEST(OnConsole, HearsNothingOnceRunHasReturned) {
  std::vector<std::string> heard;
  ServicesPointer kept;
  const auto engine = test::ScriptedEngine([&](auto, ServicesPointer services, auto) {
    kept = services;
    return test::Fulfilled({});
  });
  engine->Run(Listening(&heard));
  kept->Print({"log", "from a step that was left behind", {}});
  EXPECT_TRUE(heard.empty());
}

TEST(OnConsole, ThatThrowsIsAWarningOnceAndHearsTheNextLine) {
  int calls = 0;
  const auto engine = test::ScriptedEngine([](auto, ServicesPointer services, auto) {
    services->Print({"log", "1", {}});
    services->Print({"log", "2", {}});
    return test::Fulfilled({});
  });
  RunOptions options;
  options.on_console = [&](const ConsoleLine&) {
    ++calls;
    throw std::runtime_error("no paper");
  };
  const RunResult result = engine->Run(std::move(options));
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(result.step.status, StepStatus::kOk);
  EXPECT_EQ(result.step.warnings,
            std::vector<std::string>{"RunOptions::on_console threw: no paper"});
}

// Else `Run` would wait for it, past all limits.
TEST(OnConsole, ThatDoesNotReturnIsLeftBehindWithItsRun) {
  std::promise<void> called;
  std::promise<void> may_return;
  std::thread step;
  const auto engine = test::ScriptedEngine([&](auto, ServicesPointer services, auto) {
    step = std::thread([services = std::move(services)] { services->Print({"log", "1", {}}); });
    called.get_future().wait();
    carrier::Completion completion = test::Fulfilled({});
    completion.left_behind = true;
    return completion;
  });
  RunOptions options;
  options.on_console = [&](const ConsoleLine&) {
    called.set_value();
    may_return.get_future().wait();
  };
  EXPECT_TRUE(engine->Run(std::move(options)).left_behind);
  may_return.set_value();
  step.join();
}

// Where the run had a process of its own, which is gone.
TEST(OnConsole, ThatDoesNotReturnIsNotWaitedFor) {
  std::promise<void> called;
  std::promise<void> may_return;
  std::thread caller;
  const auto engine = test::ScriptedEngine([&](auto, ServicesPointer services, auto) {
    caller = std::thread([services = std::move(services)] { services->Print({"log", "1", {}}); });
    called.get_future().wait();
    carrier::Completion completion = test::Fulfilled({});
    completion.host_call_goes_on = true;
    return completion;
  });
  RunOptions options;
  options.on_console = [&](const ConsoleLine&) {
    called.set_value();
    may_return.get_future().wait();
  };
  EXPECT_FALSE(engine->Run(std::move(options)).left_behind);
  may_return.set_value();
  caller.join();
}

TEST(OnConsole, MayNotRunAStep) {
  std::unique_ptr<Engine> engine;
  std::string refused;
  engine = test::ScriptedEngine([&](auto, ServicesPointer services, auto) {
    services->Print({"log", "1", {}});
    return test::Fulfilled({});
  });
  RunOptions options;
  options.on_console = [&](const ConsoleLine&) { refused = engine->Run({}).step.error->message; };
  engine->Run(std::move(options));
  EXPECT_TRUE(refused.starts_with("Engine::Run was called inside RunOptions::on_console"))
      << refused;
}

TEST(OnConsoleDeathTest, MayNotDestroyItsEngine) {
  const auto destroy = [] {
    std::unique_ptr<Engine> engine;
    engine = test::ScriptedEngine([&](auto, ServicesPointer services, auto) {
      services->Print({"log", "1", {}});
      return test::Fulfilled({});
    });
    RunOptions options;
    options.on_console = [&](const ConsoleLine&) { engine.reset(); };
    engine->Run(std::move(options));
  };
  EXPECT_DEATH(destroy(), "an Engine destroyed by on_console");
}

TEST(OnConsole, IsAskedForOfNoRunWithoutIt) {
  bool told = true;
  const auto engine = test::ScriptedEngine([&](const Assignment& assignment, auto, auto) {
    told = assignment.tells_console;
    return test::Fulfilled({});
  });
  engine->Run({});
  EXPECT_FALSE(told);
}

TEST(Deferred, CountsWhatTheStepLeftToBeSent) {
  const auto engine = test::ScriptedEngine([](auto, auto, auto) {
    return test::Fulfilled({test::kRefusedUrl, test::kRefusedUrl});
  });
  EXPECT_EQ(engine->Run({}).deferred, 2u);
  RunOptions dry;
  dry.dry_run = true;
  EXPECT_EQ(engine->Run(std::move(dry)).deferred, 2u);
}

}  // namespace
}  // namespace sendoff
