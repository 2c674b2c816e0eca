// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/json/json_members.h"
#include "report/json/json_writer.h"

namespace sendoff {

// Makes a HAR 1.2 document of the lines of a log (docs/log.md): a page of each run, an entry of
// each request and of each redirect that was followed. What HAR has no word for stands under
// `_sendoff`, so that LinesOfHar makes the same lines of it again.
class HarWriter {
 public:
  HarWriter() {
    pages_.BeginArray();
    entries_.BeginArray();
  }

  // Adds a line, without its line end. A run's own line is best added before those of its requests:
  // it knows when those that were never begun were discarded. Lines of types that it does not know
  // add nothing. kIo for what is no line of a log.
  Result<void> Add(std::string_view line);

  // The whole document; nothing is added afterwards.
  std::string Finish();

 private:
  using Time = std::chrono::system_clock::time_point;

  // What is known of a run.
  struct Run {
    std::string step;
    Time first{};  // when it began, as far as its lines tell; else the beginning of time
    Time last{};   // the latest that they tell of
    bool has_page = false;
  };

  Run& FindRun(std::string_view id, std::string_view step);
  void AddRun(const JsonObject& object, std::string_view line);
  void AddRequest(const JsonObject& record);
  void WritePage(std::string_view id, const Run& run, std::optional<std::chrono::nanoseconds> load,
                 std::string_view line);

  JsonWriter pages_;
  JsonWriter entries_;
  std::map<std::string, Run, std::less<>> runs_;
  std::vector<std::string> order_;  // of the runs
};

}  // namespace sendoff
