// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace sendoff {

// What a word of a report is about.
enum class Tone { kGood, kDoubtful, kBad, kQuiet, kStrong };

// How a report stands on a terminal: in colour, or as text and nothing else. A value.
class Style {
 public:
  explicit Style(bool is_colored) : is_colored_(is_colored) {}

  // `word` has nothing in it that a terminal would obey.
  std::string Paint(Tone tone, std::string_view word) const;

 private:
  bool is_colored_;
};

}  // namespace sendoff
