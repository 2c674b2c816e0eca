// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <set>
#include <string>
#include <vector>

#include "report/terminal/report_text.h"

namespace sendoff {

// Requests for people: one line each with what came back, and below it, where that is not 2xx, the
// first lines of the answer.
class RequestReport {
 public:
  struct Options {
    bool is_detailed = false;  // fields, bodies and redirects, too
    bool has_curl = false;     // a command that repeats it
  };

  RequestReport(Style style, Options options) : style_(style), options_(options) {}

  // A loop repeats its mistake with every call: each warning is shown once, these not at all.
  void SkipWarnings(const std::vector<std::string>& warnings) {
    shown_warnings_.insert(warnings.begin(), warnings.end());
  }

  // Whole lines, but for the answer.
  std::string Of(const Record& record);

  // The first lines of an answer that was not what was asked for, as they came; empty where there
  // are none, or `Of` shows all of it.
  std::string AnswerOf(const Record& record) const;

  // Such lines, as they stand below the request.
  std::string Below(const std::string& answer) const;

 private:
  const Style style_;
  const Options options_;
  std::set<std::string> shown_warnings_;
};

}  // namespace sendoff
