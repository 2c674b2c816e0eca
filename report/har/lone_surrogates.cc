// SPDX-License-Identifier: MIT
#include "report/har/lone_surrogates.h"

#include <algorithm>

namespace sendoff {
namespace {

constexpr size_t kEscape = 6;  // \uXXXX

// Whether an escape of a surrogate begins at `at` whose third digit is one of `digits`.
bool IsHalf(std::string_view json, size_t at, std::string_view digits) {
  const std::string_view escape = json.substr(std::min(at, json.size()), kEscape);
  return escape.size() == kEscape && escape.starts_with("\\u") &&
         (escape[2] == 'd' || escape[2] == 'D') && digits.find(escape[3]) != std::string_view::npos;
}

bool IsHigh(std::string_view json, size_t at) { return IsHalf(json, at, "89abAB"); }
bool IsLow(std::string_view json, size_t at) { return IsHalf(json, at, "cdefCDEF"); }

}  // namespace

std::string WithoutLoneSurrogates(std::string_view json) {
  std::string mended;
  mended.reserve(json.size());
  for (size_t at = 0; at < json.size();) {
    size_t length = json[at] == '\\' ? 2 : 1;  // what is escaped begins nothing
    if (IsHigh(json, at) && IsLow(json, at + kEscape)) {
      length = 2 * kEscape;
    } else if (IsHigh(json, at) || IsLow(json, at)) {
      mended += "\\ufffd";
      at += kEscape;
      continue;
    }
    mended += json.substr(at, length);
    at += length;
  }
  return mended;
}

}  // namespace sendoff
