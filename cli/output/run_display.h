// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>
#include <sendoff/step.h>

#include <cstddef>
#include <memory>
#include <string>

#include "cli/flags/run_flags.h"
#include "cli/output/terminal_output.h"
#include "report/terminal/live_report.h"

namespace sendoff::cli {

// What a run shows while it goes on, as its flags have it: the report, what its sink received, and
// on a terminal how far it is. Any thread.
class RunDisplay {
 public:
  // kIo when there is no thread to be had.
  static Result<std::unique_ptr<RunDisplay>> Start(const RunFlags& flags);

  LiveReport& report() { return report_; }

  // A line of the step's. Waits where what it prints is not read, until `Stop`.
  void OnConsoleLine(const ConsoleLine& line);
  void Stop() { output_->WaitNoMore(); }

  // Nobody is waited for any more, not by `Finish` either: the process is about to end.
  void Abandon() { output_->Abandon(); }

  // Whole lines, for the report and for standard error. Neither waits.
  void Print(std::string text);
  void Complain(std::string text);

  // The run is over. Waits until everything has been written. kIo for what could not be.
  Result<void> Finish();

 private:
  explicit RunDisplay(const LiveReport::Options& options);

  LiveReport report_;
  std::unique_ptr<TerminalOutput> output_;
};

}  // namespace sendoff::cli
