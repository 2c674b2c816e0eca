// SPDX-License-Identifier: MIT
#include "carrier/messages/done.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/saturating.h"
#include "carrier/messages/fields.h"
#include "carrier/messages/to_broker.h"

namespace sendoff::messages {
namespace {

// As nullptr, where there is none.
void WriteErrors(const StepError* outermost, PackedWriter& out) {
  uint64_t count = 0;
  for (const StepError* error = outermost; error != nullptr; error = error->cause.get()) ++count;
  count = std::min(count, kMostErrors);
  out.Number(count);
  for (const StepError* error = outermost; count > 0; error = error->cause.get(), --count) {
    WriteCode(error->kind, out);
    for (const std::string* text :
         {&error->name, &error->message, &error->code, &error->stack, &error->hint}) {
      out.Text(*text);
    }
  }
}

std::optional<StepError> ReadErrors(PackedReader& in) {
  std::vector<StepError> errors;  // the outermost first
  for (uint64_t left = in.NumberUpTo(kMostErrors, "errors"); left > 0 && in.ok(); --left) {
    StepError& error = errors.emplace_back();
    error.kind = ReadCode(in);
    for (std::string* text :
         {&error.name, &error.message, &error.code, &error.stack, &error.hint}) {
      *text = ReadUtf8(in);
    }
  }
  if (errors.empty()) return std::nullopt;
  while (errors.size() > 1) {
    auto cause = std::make_shared<const StepError>(std::move(errors.back()));
    errors.pop_back();
    errors.back().cause = std::move(cause);
  }
  return std::move(errors.front());
}

std::optional<std::string> ReadOptionalUtf8(PackedReader& in) {
  if (!in.Flag()) return std::nullopt;
  return ReadUtf8(in);
}

void WriteFlow(const std::vector<FlowIntent>& flow, PackedWriter& out) {
  out.Number(flow.size());
  for (const FlowIntent& intent : flow) {
    out.Text(intent.action);
    out.Text(intent.arguments_json);
  }
}

std::vector<FlowIntent> ReadFlow(PackedReader& in, uint64_t most) {
  std::vector<FlowIntent> flow;
  for (uint64_t left = in.NumberUpTo(most, "intents"); left > 0 && in.ok(); --left) {
    FlowIntent& intent = flow.emplace_back();
    intent.action = ReadUtf8(in);
    intent.arguments_json = ReadUtf8(in);
  }
  return flow;
}

std::vector<ConsoleLine> ReadConsole(PackedReader& in, uint64_t most) {
  std::vector<ConsoleLine> lines;
  for (uint64_t left = in.NumberUpTo(most, "console lines"); left > 0 && in.ok(); --left) {
    lines.push_back(ReadLine(in));
  }
  return lines;
}

std::vector<std::string> ReadWarnings(PackedReader& in) {
  std::vector<std::string> warnings;
  for (uint64_t left = in.NumberUpTo(kMostWarnings, "warnings"); left > 0 && in.ok(); --left) {
    warnings.push_back(ReadUtf8(in));
  }
  return warnings;
}

}  // namespace

uint64_t MostConsoleLines(const StepLimits& limits) {
  // One between the first and the last says how many are not kept.
  return SaturatingSum({limits.console_lines, 1});
}

uint64_t MostIntents(const StepLimits& limits) { return limits.result_bytes / kIntentBytes; }

void Encode(const Done& done, PackedWriter& out) {
  const StepResult& step = done.step;
  WriteTime(step.started_at, out);
  WriteWord(step.status, out);
  WriteOptional(step.return_value_json, out);
  out.Text(step.exports_json);
  WriteOptional(step.respond_json, out);
  WriteFlow(step.flow, out);
  WriteErrors(step.error ? &*step.error : nullptr, out);
  out.Number(step.console.size());
  for (const ConsoleLine& line : step.console) WriteLine(line, out);
  WriteTexts(step.warnings, out);
  WriteSpan(step.duration, out);
  out.Number(step.heap_bytes);
}

void Read(PackedReader& in, const StepLimits& limits, Done* done) {
  StepResult& step = done->step;
  step.started_at = ReadTime(in);
  step.status = ReadWord(StepStatus::kTerminated, "a status", in);
  step.return_value_json = ReadOptionalUtf8(in);
  step.exports_json = ReadUtf8(in);
  step.respond_json = ReadOptionalUtf8(in);
  step.flow = ReadFlow(in, MostIntents(limits));
  step.error = ReadErrors(in);
  step.console = ReadConsole(in, MostConsoleLines(limits));
  step.warnings = ReadWarnings(in);
  step.duration = ReadSpan<std::chrono::nanoseconds>(in);
  step.heap_bytes = in.Number();
}

}  // namespace sendoff::messages
