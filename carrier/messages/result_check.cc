// SPDX-License-Identifier: MIT
#include "carrier/messages/result_check.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/saturating.h"
#include "carrier/messages/done.h"
#include "carrier/messages/json_text.h"
#include "request/refusal.h"

namespace sendoff::messages {
namespace {

using request::Quoted;

constexpr std::array<std::string_view, 5> kLevels = {"log", "info", "warn", "error", "debug"};
constexpr std::array<std::string_view, 6> kActions = {"exit",  "suspend",        "delay",
                                                      "rerun", "refreshTimeout", "trigger"};

// What sendoff adds to a line that is too long, and the line in the place of those that are not
// kept: runtime/natives/console_binding.cc, runtime/leavings/console.cc.
constexpr uint64_t kOwnWords = 256;

// Of a name, a message, a stack. js/core/errors.js cuts each at 64 Ki characters, and puts them
// together.
constexpr size_t kMostErrorText = 1 << 20;
constexpr size_t kMostWarningText = 64 << 10;  // runtime/leavings/warnings.cc

// More than V8 has, and little enough to be added up.
constexpr uint64_t kMostHeap = uint64_t{1} << 40;

Error Wrong(std::string what) { return {ErrorCode::kIo, std::move(what)}; }

template <class List>
bool Has(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The clock may have been set back meanwhile.
WallTime Plausible(WallTime time, const RunTime& run) {
  const auto [first, last] = std::minmax(run.assigned_at, run.now);
  return std::clamp(time, first, last);
}

Result<void> CheckError(const StepError& outermost) {
  for (const StepError* error = &outermost; error != nullptr; error = error->cause.get()) {
    for (const std::string* text :
         {&error->name, &error->message, &error->code, &error->stack, &error->hint}) {
      if (text->size() > kMostErrorText) return Wrong("a text of its error is too long");
    }
  }
  return {};
}

Result<void> CheckStatus(const StepResult& step) {
  if (step.status == StepStatus::kOk) {
    if (step.error) return Wrong("the step is ok and has an error");
    return {};
  }
  if (!step.error) return Wrong("the step is not ok and has no error");
  if (step.return_value_json) return Wrong("the step is not ok and has a return value");
  const ErrorCode kind = step.error->kind;
  const bool is_terminated = step.status == StepStatus::kTerminated;
  // A step may run out of memory and live.
  if (kind == ErrorCode::kStepMemory || IsOfALimit(kind) == is_terminated) {
    return CheckError(*step.error);
  }
  return Wrong("a step that is " + std::string(ToString(step.status)) +
               " has no error of the kind " + std::string(ErrorName(kind)));
}

Result<void> CheckFlow(const std::vector<FlowIntent>& flow) {
  for (const FlowIntent& intent : flow) {
    if (!Has(kActions, intent.action)) {
      return Wrong("$.flow has no " + Quoted(intent.action));
    }
    if (!IsJsonObject(intent.arguments_json)) {
      return Wrong("the arguments of $.flow." + intent.action + " are no JSON object");
    }
  }
  return {};
}

Result<void> CheckJson(const StepResult& step) {
  if (step.return_value_json && !IsJson(*step.return_value_json)) {
    return Wrong("the return value is no JSON");
  }
  if (step.respond_json && !IsJson(*step.respond_json)) return Wrong("the response is no JSON");
  if (!IsJsonObject(step.exports_json)) return Wrong("the exports are no JSON object");
  return CheckFlow(step.flow);
}

// As runtime/leavings/step_outcome.cc counts, or less.
Result<void> CheckBytes(const StepResult& step, const StepLimits& limits) {
  constexpr uint64_t kBraces = 2;
  uint64_t bytes = step.exports_json.size() - std::min(step.exports_json.size(), kBraces);
  if (step.return_value_json) bytes += step.return_value_json->size();
  if (step.respond_json) bytes += step.respond_json->size();
  for (const FlowIntent& intent : step.flow) bytes += kIntentBytes + intent.arguments_json.size();
  if (bytes <= limits.result_bytes) return {};
  return Wrong("the results have " + std::to_string(bytes) + " bytes, more than the limit of " +
               std::to_string(limits.result_bytes));
}

Result<void> CheckConsole(const StepLimits& limits, const RunTime& time,
                          std::vector<ConsoleLine>* lines) {
  if (lines->size() > MostConsoleLines(limits)) return Wrong("the console has too many lines");
  uint64_t bytes = 0;
  for (ConsoleLine& line : *lines) {
    Result<void> good = CheckLine(limits, time, &line);
    if (!good.ok()) return good;
    bytes += line.text.size();
  }
  if (bytes <= SaturatingSum({limits.console_bytes, kOwnWords})) return {};
  return Wrong("the console has " + std::to_string(bytes) + " bytes, more than the limit of " +
               std::to_string(limits.console_bytes));
}

Result<void> CheckWarnings(const std::vector<std::string>& warnings) {
  if (warnings.size() > kMostWarnings) return Wrong("it has too many warnings");
  const auto is_long = [](const std::string& text) { return text.size() > kMostWarningText; };
  if (std::any_of(warnings.begin(), warnings.end(), is_long)) return Wrong("a warning is too long");
  return {};
}

}  // namespace

bool IsOfALimit(ErrorCode kind) {
  switch (kind) {
    case ErrorCode::kStepTimeout:
    case ErrorCode::kStepCpuTime:
    case ErrorCode::kStepMemory:
    case ErrorCode::kStepCrashed:
    case ErrorCode::kStepStopped:
      return true;
    default:
      return false;
  }
}

Result<void> CheckLine(const StepLimits& limits, const RunTime& time, ConsoleLine* line) {
  if (!Has(kLevels, line->level)) return Wrong("no console has the level " + Quoted(line->level));
  // The last lines have a tenth of the room, and each line fits into it.
  const uint64_t most = SaturatingSum({limits.console_bytes / 10, kOwnWords});
  if (line->text.size() > most) {
    return Wrong("a console line has " + std::to_string(line->text.size()) +
                 " bytes, more than the limit of " + std::to_string(most));
  }
  line->time = Plausible(line->time, time);
  return {};
}

Result<void> CheckResult(const StepLimits& limits, const RunTime& time, StepResult* step) {
  Result<void> good = CheckStatus(*step);
  if (good.ok()) good = CheckBytes(*step, limits);
  if (good.ok()) good = CheckJson(*step);
  if (good.ok()) good = CheckConsole(limits, time, &step->console);
  if (good.ok()) good = CheckWarnings(step->warnings);
  step->started_at = Plausible(step->started_at, time);
  step->duration = std::clamp<std::chrono::nanoseconds>(step->duration, {}, time.took);
  step->heap_bytes = std::min(step->heap_bytes, kMostHeap);
  return good;
}

}  // namespace sendoff::messages
