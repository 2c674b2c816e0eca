// SPDX-License-Identifier: MIT
#include "cli/output/run_display.h"

#include <unistd.h>

#include <chrono>
#include <utility>

#include "cli/input/run_files.h"
#include "cli/output/color.h"

namespace sendoff::cli {
namespace {

LiveReport::Extent ExtentOf(const RunFlags& flags) {
  if (flags.json) return LiveReport::Extent::kNothing;
  if (flags.quiet) return LiveReport::Extent::kFailures;
  return flags.verbose ? LiveReport::Extent::kAll : LiveReport::Extent::kUsual;
}

// The report of a run that is to be quiet has complaints only.
int ReportDescriptor(const RunFlags& flags) {
  return flags.quiet || TakesStandardOutput(flags) ? STDERR_FILENO : STDOUT_FILENO;
}

}  // namespace

RunDisplay::RunDisplay(const LiveReport::Options& options)
    : report_(options, std::chrono::steady_clock::now(),
              [this](std::string text) { Print(std::move(text)); }) {}

Result<std::unique_ptr<RunDisplay>> RunDisplay::Start(const RunFlags& flags) {
  const int fd = ReportDescriptor(flags);
  std::unique_ptr<RunDisplay> self(
      new RunDisplay({ExtentOf(flags), flags.curl, Style(WantsColor(flags.color, fd))}));
  TerminalOutput::Options options{fd};
  if (!flags.quiet && ObeysEscapes(STDERR_FILENO)) {
    options.progress = [report = &self->report_] {
      return report->Progress(std::chrono::steady_clock::now());
    };
  }
  auto output = TerminalOutput::Start(std::move(options));
  if (!output.ok()) return std::move(output.error());
  self->output_ = std::move(*output);
  return self;
}

void RunDisplay::OnConsoleLine(const ConsoleLine& line) {
  report_.OnConsoleLine(line);
  output_->WaitForRoom();
}

void RunDisplay::Print(std::string text) { output_->Print(std::move(text)); }

void RunDisplay::Complain(std::string text) { output_->Complain(std::move(text)); }

Result<void> RunDisplay::Finish() {
  report_.OnEnd();
  return output_->Close();
}

}  // namespace sendoff::cli
