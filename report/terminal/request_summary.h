// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "report/terminal/report_text.h"

namespace sendoff {

// How many requests of a run went to which host, and how they ended.
class RequestSummary {
 public:
  void Add(const Record& record);

  size_t count() const { return count_; }

  // A line for each host and end, those first that were not answered 2xx, then the most frequent.
  // Of many the first, and what is not shown.
  std::string Text(const Style& style) const;

 private:
  // A status, or an error's code behind all of them.
  using Key = std::pair<std::string, int>;
  using View = std::pair<std::string_view, int>;
  struct Group {
    size_t count = 0;
    std::string ending{};  // of the first
    Tone tone = Tone::kGood;
  };
  struct Less {
    using is_transparent = void;
    bool operator()(const View& a, const View& b) const { return a < b; }
  };

  size_t count_ = 0;
  std::map<Key, Group, Less> groups_;
};

}  // namespace sendoff
