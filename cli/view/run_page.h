// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/redactor.h>
#include <sendoff/step.h>

#include <set>
#include <string>

#include "report/page/page_lines.h"

namespace sendoff::cli {

// What --page shows: one run, with the lines of the step's source that its calls stand in. One
// thread at a time.
class RunPage {
 public:
  // Where the step's source is: what StepInput says.
  struct Source {
    std::string file;
    std::string root;
  };

  void Add(const Record& record);

  // The page, once, at the end; sources that cannot be read any more are left out. `step` is as it
  // may be shown, and `redactor` what made it so.
  std::string Make(const Source& source, const Redactor& redactor, const StepResult& step);

 private:
  PageLines lines_;
  std::set<std::string> places_;  // of calls: "step.mjs:12"
};

}  // namespace sendoff::cli
