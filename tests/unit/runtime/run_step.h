// SPDX-License-Identifier: MIT
// Helpers of the tests that run whole steps.
#pragma once

#include <gtest/gtest.h>
#include <sendoff/step.h>

#include <map>
#include <string>
#include <string_view>

#include "runtime/isolate/isolate_host.h"
#include "runtime/snapshot/snapshot.h"
#include "tests/unit/runtime/test_bindings.h"

namespace sendoff::runtime {

// The snapshot that the tests share.
const Snapshot& TestSnapshot();

// A folder with the files of one test, removed at its end.
class StepFolder {
 public:
  StepFolder();
  ~StepFolder();
  StepFolder(const StepFolder&) = delete;
  StepFolder& operator=(const StepFolder&) = delete;

  // Writes a file and returns its path.
  std::string Write(const std::string& name, std::string_view text) const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// One run of a step given as text, and what came of it.
struct Ran {
  StepResult result;
  TestHost host;

  bool ok() const { return result.status == StepStatus::kOk; }
  std::string returned() const { return result.return_value_json.value_or("none"); }
  std::string error() const { return result.error ? result.error->message : "no error"; }
  ErrorCode kind() const { return result.error ? result.error->kind : ErrorCode::kInternal; }
  // All console lines, a line each.
  std::string console() const;
};

struct RunInput {
  std::string file = "step.mjs";
  std::string event = "{}";
  std::string steps = "{}";
  std::string props = "{}";
  std::string context = "{}";
  std::string resume_url;
  std::string cancel_url;
  std::map<std::string, std::string> auths;
  std::map<std::string, std::string> env;
  std::map<std::string, std::string> files;  // further ones, by name
  StepLimits limits;
};

Ran RunText(std::string_view text, const RunInput& input = {});

// The same in an isolate that has served others, perhaps. The limit of its heap is its own.
Ran RunTextIn(IsolateHost& isolate, std::string_view text, const RunInput& input = {});

}  // namespace sendoff::runtime
