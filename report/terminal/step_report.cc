// SPDX-License-Identifier: MIT
#include "report/terminal/step_report.h"

#include "base/text_encoding.h"
#include "report/terminal/printable.h"
#include "report/terminal/report_text.h"

namespace sendoff {
namespace {

constexpr size_t kShownValue = 2000;  // bytes

std::string Status(const Style& style, StepStatus status) {
  switch (status) {
    case StepStatus::kOk:
      return style.Paint(Tone::kGood, "ok");
    case StepStatus::kError:
      return style.Paint(Tone::kBad, "failed");
    case StepStatus::kTerminated:
      break;
  }
  return style.Paint(Tone::kBad, "terminated");
}

Tone ToneOfLevel(const std::string& level) {
  if (level == "error") return Tone::kBad;
  return level == "warn" ? Tone::kDoubtful : Tone::kQuiet;
}

void AddHeadline(ReportText* text, const std::string& file, const StepResult& step) {
  const Style& style = text->style();
  text->Own(0, style.Paint(Tone::kStrong, PrintableLine(file)) + "  " + Status(style, step.status) +
                   " in " + Milliseconds(step.duration));
}

// V8's stack begins with the name and the message.
std::string WordsOf(const StepError& error) {
  return error.stack.empty() ? error.name + ": " + error.message : error.stack;
}

void AddError(ReportText* text, const StepError& error, const std::string& answer) {
  // A step chooses all of these words.
  text->Line(2, Tone::kBad, "reason:", WordsOf(error));
  for (const StepError* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get()) {
    text->Line(2, "caused by " + WordsOf(*cause));
  }
  if (!error.hint.empty()) text->Line(2, Tone::kStrong, "hint:", error.hint);
  if (!answer.empty()) text->Block(4, answer);
}

// What the step made of its run: as much as can be taken in.
void AddValue(ReportText* text, const std::string& word, const std::string& json, bool is_whole) {
  if (is_whole || json.size() <= kShownValue) return text->Line(2, Tone::kQuiet, word, json);
  text->Line(2, Tone::kQuiet, word, std::string(FirstBytes(json, kShownValue)) + "...");
  text->Line(4, std::to_string(json.size()) + " bytes in all; -v or --json shows them");
}

}  // namespace

std::string ConsoleReport(const Style& style, const ConsoleLine& line) {
  ReportText text(style);
  text.Line(2, ToneOfLevel(line.level), line.level + ":", line.text);
  return text.Take();
}

std::string StepReport(const Style& style, const std::string& file, const StepResult& step,
                       const std::string& answer, bool is_whole) {
  ReportText text(style);
  AddHeadline(&text, file, step);
  if (step.error) AddError(&text, *step.error, answer);
  if (step.return_value_json) AddValue(&text, "returned", *step.return_value_json, is_whole);
  if (step.exports_json != "{}") AddValue(&text, "exported", step.exports_json, is_whole);
  if (step.respond_json) AddValue(&text, "responded", *step.respond_json, is_whole);
  for (const FlowIntent& intent : step.flow) {
    AddValue(&text, "asked for $.flow." + intent.action, intent.arguments_json, is_whole);
  }
  for (const std::string& warning : step.warnings) {
    text.Line(2, Tone::kDoubtful, "warning:", warning);
  }
  return text.Take();
}

std::string StepFailureReport(const Style& style, const std::string& file, const StepResult& step,
                              const std::string& answer) {
  if (!step.error) return {};
  ReportText text(style);
  AddHeadline(&text, file, step);
  AddError(&text, *step.error, answer);
  return text.Take();
}

}  // namespace sendoff
