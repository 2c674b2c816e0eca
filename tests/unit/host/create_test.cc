// SPDX-License-Identifier: MIT
// An engine as an embedder makes it who has no V8: by the public headers alone.
#include <gtest/gtest.h>
#include <sendoff/engine.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "tests/unit/bindings/step_file.h"

namespace sendoff {
namespace {

using test::StepFile;

std::string Refusal(const IsolationOptions& isolation, const DeliveryOptions& delivery = {}) {
  const auto engine = Engine::Create(delivery, isolation);
  if (engine.ok()) return "";
  EXPECT_EQ(engine.error().code, ErrorCode::kUsage);
  return engine.error().message;
}

TEST(CreatedEngine, HasItsRunsInProcessesWithoutBeingAskedTo) {
  const StepFile file("export default { run: () => [typeof process.env.HOME, 42] }");
  const auto engine = Engine::Create();
  ASSERT_TRUE(engine.ok()) << engine.error().message;
  RunOptions options;
  options.input.file = file.path();
  const RunResult result = (*engine)->Run(std::move(options));
  EXPECT_EQ(result.step.return_value_json, R"(["undefined",42])");
}

TEST(CreatedEngine, TellsWhatKeepsItsRunsApart) {
  const auto engine = Engine::Create({});
  ASSERT_TRUE(engine.ok()) << engine.error().message;
  const IsolationReport report = (*engine)->isolation();
  EXPECT_EQ(ToString(report.isolation), "process");
  EXPECT_TRUE(report.worker.ends_with("/sendoff-worker")) << report.worker;
  EXPECT_NE(report.v8.find('.'), std::string::npos) << report.v8;
  EXPECT_GT(report.program_start.count(), 0);
  EXPECT_GT(report.worker_start.count(), 0);
  ASSERT_FALSE(report.layers.empty());
  for (const auto& layer : report.layers) {
    EXPECT_NE(layer.holds, !layer.reason.empty()) << layer.name;
  }
  EXPECT_EQ(report.layers.back().name, "seccomp");
  EXPECT_TRUE(report.layers.back().holds) << report.layers.back().reason;
}

TEST(CreatedEngine, IsNoneOnThreadsThatNobodyBrought) {
  const std::string refusal = Refusal({.isolation = Isolation::kThread});
  EXPECT_NE(refusal.find("IsolationOptions::isolation"), std::string::npos) << refusal;
  EXPECT_NE(refusal.find("sendoff/inprocess.h"), std::string::npos) << refusal;
}

TEST(CreatedEngine, IsNoneWithoutItsProgram) {
  EXPECT_NE(Refusal({.processes = {.worker = "/nowhere/worker"}}).find("ProcessOptions::worker"),
            std::string::npos);
  EXPECT_NE(Refusal({.processes = {.worker = "/bin/true"}}).find("it is no sendoff-worker"),
            std::string::npos);
}

TEST(CreatedEngine, IsRefusedInTheWordsOfTheHost) {
  const std::string refusal = Refusal({.processes = {.max_workers = 0}},
                                      {.option_names = {{"ProcessOptions::max_workers", "-w"}}});
  EXPECT_TRUE(refusal.starts_with("-w is 0")) << refusal;
}

}  // namespace
}  // namespace sendoff
