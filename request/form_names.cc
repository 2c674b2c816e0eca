// SPDX-License-Identifier: MIT
#include "request/form_names.h"

#include <algorithm>
#include <array>

namespace sendoff::request {
namespace {

// White space and line terminators of ECMAScript, as UTF-8.
constexpr std::array<std::string_view, 25> kSpaces = {
    "\t",           "\n",           "\v",           "\f",           "\r",           " ",
    "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
    "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89",
    "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80",
    "\xEF\xBB\xBF"};

}  // namespace

std::string_view WithoutBrackets(std::string_view key) {
  return key.ends_with("[]") ? key.substr(0, key.size() - 2) : key;
}

std::string FieldName(const std::vector<std::string>& keys, std::string_view key) {
  if (keys.empty()) return std::string(key);
  std::string name(WithoutBrackets(keys.front()));
  for (size_t i = 1; i < keys.size(); ++i) {
    name.append("[").append(WithoutBrackets(keys[i])).append("]");
  }
  return name.append("[").append(WithoutBrackets(key)).append("]");
}

std::string_view TrimmedAsScriptsDo(std::string_view text) {
  const auto strip = [&](auto is_at, auto remove) {
    for (;;) {
      const auto space = std::find_if(kSpaces.begin(), kSpaces.end(), is_at);
      if (space == kSpaces.end()) return;
      remove(space->size());
    }
  };
  strip([&](std::string_view space) { return text.starts_with(space); },
        [&](size_t size) { text.remove_prefix(size); });
  strip([&](std::string_view space) { return text.ends_with(space); },
        [&](size_t size) { text.remove_suffix(size); });
  return text;
}

}  // namespace sendoff::request
