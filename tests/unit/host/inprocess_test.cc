// SPDX-License-Identifier: MIT
// What the library that brings V8 along changes, and what not.
#include <gtest/gtest.h>
#include <sendoff/engine.h>
#include <sendoff/inprocess.h>

#include <string>
#include <utility>

#include "tests/unit/bindings/step_file.h"

namespace sendoff {
namespace {

std::string Returned(Engine& engine, const std::string& file) {
  RunOptions options;
  options.input.file = file;
  const StepResult step = engine.Run(std::move(options)).step;
  return step.error ? step.error->message : step.return_value_json.value_or("");
}

TEST(InProcess, ChangesNothingUnlessItIsHandedOver) {
  const auto engine = Engine::Create();
  ASSERT_TRUE(engine.ok()) << engine.error().message;
  EXPECT_EQ((*engine)->isolation().isolation, Isolation::kProcess);
  EXPECT_FALSE(Engine::Create({}, {.isolation = Isolation::kThread}).ok());
}

TEST(InProcess, ServesSeveralEngines) {
  const test::StepFile file("export default { run: () => 42 }");
  auto threads = InProcess();
  ASSERT_TRUE(threads.ok());
  auto one = Engine::Create({}, *threads);
  auto other = Engine::Create({}, *threads);
  ASSERT_TRUE(one.ok() && other.ok());
  const IsolationReport report = (*one)->isolation();
  EXPECT_EQ(ToString(report.isolation), "thread");
  EXPECT_EQ(report.v8, V8Version());
  EXPECT_TRUE(report.worker.empty() && report.layers.empty());
  threads->threads.reset();
  one->reset();
  EXPECT_EQ(Returned(**other, file.path()), "42");
}

TEST(InProcess, MayStandBesideProcesses) {
  const test::StepFile file("export default { run: () => 42 }");
  IsolationOptions isolation = InProcess().value();
  isolation.isolation = Isolation::kProcess;
  const auto engine = Engine::Create({}, isolation);
  ASSERT_TRUE(engine.ok()) << engine.error().message;
  EXPECT_EQ((*engine)->isolation().isolation, Isolation::kProcess);
  EXPECT_EQ(Returned(**engine, file.path()), "42");
}

}  // namespace
}  // namespace sendoff
