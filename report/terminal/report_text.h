// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "report/terminal/style.h"

namespace sendoff {

// "12 ms", "3.1 ms"
std::string Milliseconds(std::chrono::nanoseconds duration);

// Whether a request did what it was for: it was answered 2xx.
bool AnsweredWell(const Record& record);

// How a request ended, but for how long it took: "200 OK", "failed: timeout". What a server said
// of it is as it came.
std::string EndingOf(const Record& record);
Tone ToneOf(const Record& record);

// Text of which each line is the report's own, or marked as somebody else's.
class ReportText {
 public:
  explicit ReportText(Style style) : style_(style) {}

  // A line of the report that ends in a text, of which each further line is marked. The text may
  // be anything; `word` before it is the report's own.
  void Line(size_t spaces, std::string_view text);
  void Line(size_t spaces, Tone tone, std::string_view word, std::string_view text);

  // A line that is the report's own, colours included.
  void Own(size_t spaces, std::string_view line);

  // A text on lines of its own.
  void Block(size_t spaces, std::string_view text);

  const Style& style() const { return style_; }
  std::string Take() { return std::move(text_); }

 private:
  const Style style_;
  std::string text_;
};

}  // namespace sendoff
