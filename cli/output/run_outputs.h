// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/redactor.h>
#include <sendoff/result.h>
#include <sendoff/step.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "cli/flags/run_flags.h"
#include "cli/output/log_file.h"
#include "cli/output/whole_file.h"
#include "cli/view/run_page.h"

namespace sendoff::cli {

// The files that a run writes beside its report: --log as it goes on, --har and --page at its end.
class RunOutputs {
 public:
  // Opens those that are asked for, so that one that cannot be written is told of while nothing has
  // been run. kIo.
  static Result<std::unique_ptr<RunOutputs>> Open(const RunFlags& flags);

  // Whether `Finish` needs all records, those too that nobody else wants.
  bool needs_records() const { return har_.has_value(); }

  // As each request ends. One thread at a time; waits for nothing.
  void Add(const Record& record);

  // Once, at the end of the run; waits until all is written. `step` and `records` are as they may
  // be shown, `redactor` what made them so. The first kIo, after all has been tried.
  Result<void> Finish(const RunPage::Source& source, const Redactor& redactor,
                      const StepResult& step, const std::vector<Record>& records);

 private:
  struct Page {
    explicit Page(WholeFile opened) : file(std::move(opened)) {}

    WholeFile file;
    RunPage content;
  };

  RunOutputs() = default;

  std::unique_ptr<LogFile> log_;
  std::optional<WholeFile> har_;
  std::optional<Page> page_;
};

}  // namespace sendoff::cli
