// SPDX-License-Identifier: MIT
#include "report/terminal/style.h"

namespace sendoff {
namespace {

// By the eight colours that each terminal has, and its user has chosen (ECMA-48, SGR).
std::string_view Code(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return "\x1b[32m";
    case Tone::kDoubtful:
      return "\x1b[33m";
    case Tone::kBad:
      return "\x1b[31m";
    case Tone::kQuiet:
      return "\x1b[2m";
    case Tone::kStrong:
      break;
  }
  return "\x1b[1m";
}

}  // namespace

std::string Style::Paint(Tone tone, std::string_view word) const {
  if (!is_colored_) return std::string(word);
  return std::string(Code(tone)).append(word).append("\x1b[0m");
}

}  // namespace sendoff
