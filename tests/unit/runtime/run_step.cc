// SPDX-License-Identifier: MIT
#include "tests/unit/runtime/run_step.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/check.h"
#include "embedded/test_snapshot.h"
#include "runtime/step/step_runner.h"

namespace sendoff::runtime {

const Snapshot& TestSnapshot() {
  static const Result<Snapshot>* const snapshot = [] {
    Platform::Get();
    return new Result<Snapshot>(Snapshot::Load(embedded::test_snapshot(), TestRegistry()));
  }();
  return snapshot->value();
}

StepFolder::StepFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "sendoff-test-XXXXXX").string();
  SENDOFF_CHECK(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

StepFolder::~StepFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string StepFolder::Write(const std::string& name, std::string_view text) const {
  const std::filesystem::path path = std::filesystem::path(path_) / name;
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

std::string Ran::console() const {
  std::string text;
  for (const ConsoleLine& line : result.console) text += line.level + ": " + line.text + "\n";
  return text;
}

Ran RunText(std::string_view text, const RunInput& input) {
  IsolateHost isolate(Platform::Get(), TestSnapshot(), input.limits.heap_bytes);
  return RunTextIn(isolate, text, input);
}

Ran RunTextIn(IsolateHost& isolate, std::string_view text, const RunInput& input) {
  const StepFolder folder;
  StepInput step;
  step.file = folder.Write(input.file, text);
  for (const auto& [name, content] : input.files) folder.Write(name, content);
  step.event_json = input.event;
  step.steps_json = input.steps;
  step.props_json = input.props;
  step.context_json = input.context;
  step.resume_url = input.resume_url;
  step.cancel_url = input.cancel_url;
  step.auths = input.auths;
  step.env = input.env;
  step.run = "run1";
  Ran ran;
  ran.result = RunStep(isolate, step, input.limits, ran.host);
  return ran;
}

}  // namespace sendoff::runtime
