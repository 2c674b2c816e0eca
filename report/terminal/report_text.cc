// SPDX-License-Identifier: MIT
#include "report/terminal/report_text.h"

#include <cmath>

#include "report/terminal/printable.h"

namespace sendoff {

std::string Milliseconds(std::chrono::nanoseconds duration) {
  const double ms = std::chrono::duration<double, std::milli>(duration).count();
  if (ms >= 10) return std::to_string(std::llround(ms)) + " ms";
  const auto tenths = std::llround(ms * 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " ms";
}

bool AnsweredWell(const Record& record) {
  return record.response && !record.error && record.response->status >= 200 &&
         record.response->status < 300;
}

std::string EndingOf(const Record& record) {
  if (!record.error) {
    return std::to_string(record.response->status) + " " + record.response->reason;
  }
  return std::string(ToString(record.outcome)) + ": " + std::string(ErrorName(record.error->code));
}

Tone ToneOf(const Record& record) {
  if (AnsweredWell(record)) return Tone::kGood;
  const bool is_redirect = !record.error && record.response->status < 400;
  return is_redirect || record.outcome == Outcome::kDiscarded ? Tone::kDoubtful : Tone::kBad;
}

void ReportText::Line(size_t spaces, std::string_view text) {
  text_.append(spaces, ' ').append(WithMargin(Printable(text), spaces)).append("\n");
}

void ReportText::Line(size_t spaces, Tone tone, std::string_view word, std::string_view text) {
  text_.append(spaces, ' ').append(style_.Paint(tone, word)).append(" ");
  text_.append(WithMargin(Printable(text), spaces)).append("\n");
}

void ReportText::Own(size_t spaces, std::string_view line) {
  text_.append(spaces, ' ').append(line).append("\n");
}

void ReportText::Block(size_t spaces, std::string_view text) {
  text_.append(spaces, ' ')
      .append(kMargin)
      .append(WithMargin(Printable(text), spaces))
      .append("\n");
}

}  // namespace sendoff
