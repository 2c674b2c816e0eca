// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace sendoff {

// The lines that a page is made of (report/page/README.md): those of logs that tell of requests and
// runs, and for each that is damaged one that says so. Of too many the latest are kept, for a
// browser has to hold them all. One thread.
class PageLines {
 public:
  struct Limits {
    uint64_t requests = 50'000;
    uint64_t bytes = uint64_t{256} << 20;
  };

  // What there was no room for: everything before a place in a log.
  struct LeftOut {
    uint64_t requests = 0;
    std::string log;      // the name of the one that the last of it stood in
    uint64_t line = 0;    // the number of the last of it there
    bool others = false;  // logs before that are left out altogether
  };

  PageLines() : PageLines(Limits()) {}
  explicit PageLines(Limits limits);
  ~PageLines();
  PageLines(const PageLines&) = delete;
  PageLines& operator=(const PageLines&) = delete;

  // The lines that follow stand in a log of this name. Its lines are counted from 1.
  void BeginLog(std::string name);

  // The next line of a log, without its line end; of any bytes. Blank ones and those of types that
  // this version does not know only count.
  void Add(std::string_view line);

  // Counts and shows as damaged what is too long to be a line of a log; `beginning` is of it.
  void AddDamaged(std::string_view beginning);

  // Lines of a step's source by the place of a call without its column: {"step.mjs:12", text}.
  void AddSources(const std::string& run, const std::map<std::string, std::string>& lines);

  const LeftOut& left_out() const { return left_out_; }
  uint64_t requests() const { return requests_; }  // that are kept
  uint64_t damaged() const { return damaged_; }

  // All that is kept, as NDJSON, after which this is empty. Where requests were left out, `advice`
  // says how to see them.
  std::string Take(std::string_view advice = {});

 private:
  enum class Type { kRequest, kOther, kDamaged, kUnknown };
  struct Line {
    std::string text;
    bool is_request;
    size_t log;  // an index of `logs_`
    uint64_t number;
  };
  struct Parser;

  Type TypeOf(std::string_view line);
  void Keep(std::string text, bool is_request);
  void DropFirst();

  const Limits limits_;
  const std::unique_ptr<Parser> parser_;
  std::deque<std::string> logs_;
  std::deque<Line> lines_;
  uint64_t number_ = 0;  // of the last line of the last log
  uint64_t requests_ = 0;
  uint64_t damaged_ = 0;
  uint64_t bytes_ = 0;
  LeftOut left_out_;
};

}  // namespace sendoff
