// SPDX-License-Identifier: MIT
#include "cli/output/run_outputs.h"

#include <string>
#include <utility>

#include "cli/output/har_file.h"
#include "report/terminal/printable.h"

namespace sendoff::cli {

Result<std::unique_ptr<RunOutputs>> RunOutputs::Open(const RunFlags& flags) {
  std::unique_ptr<RunOutputs> self(new RunOutputs);
  if (!flags.log_file.empty()) {
    auto log = LogFile::Open(flags.log_file);
    if (!log.ok()) return std::move(log.error());
    self->log_ = std::move(*log);
  }
  if (!flags.har_file.empty()) {
    auto har = WholeFile::Open("--har", flags.har_file, "run.har");
    if (!har.ok()) return std::move(har.error());
    self->har_.emplace(std::move(*har));
  }
  if (!flags.page_file.empty()) {
    auto page = WholeFile::Open("--page", flags.page_file, "run.html");
    if (!page.ok()) return std::move(page.error());
    self->page_.emplace(std::move(*page));
  }
  return self;
}

void RunOutputs::Add(const Record& record) {
  if (log_) log_->Write(record);
  if (page_) page_->content.Add(record);
}

Result<void> RunOutputs::Finish(const RunPage::Source& source, const Redactor& redactor,
                                const StepResult& step, const std::vector<Record>& records) {
  const std::string file = redactor.Redacted(source.file);
  Result<void> written;
  const auto keep_first = [&written](Result<void> next) {
    if (written.ok()) written = std::move(next);
  };
  if (log_) {
    log_->Write(file, step);
    keep_first(log_->Close());
  }
  if (har_) {
    const std::string har = HarOf(file, step, records);
    keep_first(har_->Write(har_->is_terminal() ? PrintableJson(har) : har));
  }
  if (page_) keep_first(page_->file.Write(page_->content.Make(source, redactor, step)));
  return written;
}

}  // namespace sendoff::cli
