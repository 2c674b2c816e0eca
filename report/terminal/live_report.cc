// SPDX-License-Identifier: MIT
#include "report/terminal/live_report.h"

#include <utility>

#include "report/terminal/step_report.h"

namespace sendoff {
namespace {

constexpr size_t kLines = 20;           // of requests, whatever their end
constexpr size_t kUnwelcomeLines = 20;  // beyond those, of requests that were not answered 2xx

std::string Count(size_t count) {
  return std::to_string(count) + (count == 1 ? " request" : " requests");
}

// "4.1 s"
std::string Seconds(std::chrono::nanoseconds duration) {
  const auto tenths = duration / std::chrono::milliseconds(100);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

LiveReport::LiveReport(const Options& options, Time begun, Print print)
    : options_(options),
      begun_(begun),
      print_(std::move(print)),
      requests_(options_.style, {options_.extent == Extent::kAll, options_.has_curl}) {}

void LiveReport::OnConsoleLine(const ConsoleLine& line) {
  if (!shows_console()) return;
  const std::lock_guard lock(mutex_);
  Say(ConsoleReport(options_.style, line));
}

void LiveReport::OnRecord(const Record& record) {
  const std::lock_guard lock(mutex_);
  if (options_.extent != Extent::kNothing) summary_.Add(record);
  if (!AnsweredWell(record)) ++unwelcome_;
  if (record.kind == Kind::kDeferred) {
    if (record.outcome != Outcome::kDiscarded) ++sent_;
    if (record.outcome == Outcome::kFailed) ++failed_;
  }
  if (!HasLine(record)) return;
  if (step_has_ended_) return Say(TextOf(record));
  if (record.kind == Kind::kDeferred) {
    held_.push_back(record);
    return;
  }
  std::string answer = requests_.AnswerOf(record);
  Say(requests_.Of(record));
  if (!answer.empty()) unsaid_ = Answer{record.response->status, std::move(answer)};
}

std::string LiveReport::TextOf(const Record& record) {
  return requests_.Of(record) + requests_.Below(requests_.AnswerOf(record));
}

void LiveReport::Say(std::string text) {
  if (unsaid_) text.insert(0, requests_.Below(std::exchange(unsaid_, std::nullopt)->lines));
  if (!text.empty()) print_(std::move(text));
}

std::string LiveReport::TakeAnswerBehind(const std::optional<StepError>& error) {
  const bool is_behind = error && unsaid_ && error->name == "AxiosError" &&
                         error->message.ends_with("status code " + std::to_string(unsaid_->status));
  return is_behind ? std::exchange(unsaid_, std::nullopt)->lines : std::string();
}

bool LiveReport::HasLine(const Record& record) {
  const bool is_well = AnsweredWell(record);
  if (options_.extent == Extent::kNothing) return false;
  if (options_.extent == Extent::kFailures && is_well) return false;
  if (options_.extent == Extent::kAll || options_.has_curl || lines_ < kLines) {
    ++lines_;
    return true;
  }
  if (!is_well && unwelcome_lines_++ < kUnwelcomeLines) return true;
  leaves_out_ = true;
  return false;
}

void LiveReport::OnStepEnd(const std::string& file, const StepResult& step, size_t deferred) {
  const std::lock_guard lock(mutex_);
  std::string text;
  const std::string answer = TakeAnswerBehind(step.error);
  if (options_.extent == Extent::kFailures) {
    text = StepFailureReport(options_.style, file, step, answer);
  } else if (options_.extent != Extent::kNothing) {
    text = StepReport(options_.style, file, step, answer, options_.extent == Extent::kAll);
    if (deferred > 0) text += "  " + Count(deferred) + ":\n";
  }
  step_has_ended_ = true;
  deferred_ = deferred;
  requests_.SkipWarnings(step.warnings);
  for (const Record& record : std::exchange(held_, {})) text += TextOf(record);
  Say(std::move(text));
}

void LiveReport::OnEnd() {
  const std::lock_guard lock(mutex_);
  if (!leaves_out_) return;
  Say("  " + Count(summary_.count()) + " in all; -v shows each:\n" + summary_.Text(options_.style));
}

std::string LiveReport::Progress(Time now) const {
  const std::lock_guard lock(mutex_);
  const std::string time = Seconds(now - begun_);
  if (!step_has_ended_) return "running, " + time;
  if (deferred_ == 0) return "ending, " + time;
  std::string text = "sent " + std::to_string(sent_) + " / " + std::to_string(deferred_);
  if (failed_ > 0) text += ", " + std::to_string(failed_) + " failed";
  return text + ", " + time;
}

size_t LiveReport::unwelcome() const {
  const std::lock_guard lock(mutex_);
  return unwelcome_;
}

}  // namespace sendoff
