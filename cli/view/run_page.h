// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>
#include <sendoff/step.h>

#include <set>
#include <string>

#include "report/page/page_lines.h"

namespace sendoff::cli {

// What --page shows: one run, with the lines of the step's source that its calls stand in. One
// thread at a time.
class RunPage {
 public:
  void Add(const Record& record);

  // Once, at the end. `file` and `root` are those of StepInput; sources that cannot be read any
  // more are left out. kIo when `path`, or standard output where it is -, cannot be written.
  Result<void> Write(const std::string& path, const std::string& file, const std::string& root,
                     const StepResult& step);

 private:
  PageLines lines_;
  std::set<std::string> places_;  // of calls: "step.mjs:12"
};

}  // namespace sendoff::cli
