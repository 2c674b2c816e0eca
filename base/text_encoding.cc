// SPDX-License-Identifier: MIT
#include "base/text_encoding.h"

#include <simdjson.h>

#include <algorithm>
#include <cstddef>

namespace sendoff {
namespace {

// Text of a European language in UTF-16 without a byte order mark: every second byte is zero.
bool HasZeroAtEverySecond(std::string_view bytes, size_t first) {
  constexpr size_t kLooked = 64;
  const size_t end = std::min(bytes.size(), kLooked) & ~size_t{1};
  if (end == 0) return false;
  for (size_t i = 0; i < end; ++i) {
    if ((bytes[i] == '\0') != (i % 2 == first)) return false;
  }
  return true;
}

bool IsUtf16(std::string_view bytes) {
  return bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff") ||
         HasZeroAtEverySecond(bytes, 0) || HasZeroAtEverySecond(bytes, 1);
}

// Of the first line that is no UTF-8, counted from 1.
size_t FirstBadLine(std::string_view bytes) {
  size_t line = 1;
  while (true) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    if (!simdjson::validate_utf8(bytes.data(), end) || end == bytes.size()) return line;
    bytes.remove_prefix(end + 1);
    ++line;
  }
}

}  // namespace

bool IsUtf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

std::optional<std::string> WhyNotUtf8(std::string_view bytes) {
  if (IsUtf16(bytes)) return "in UTF-16; save it as UTF-8 (iconv -f UTF-16 -t UTF-8)";
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return std::nullopt;
  return "not in UTF-8, at line " + std::to_string(FirstBadLine(bytes)) +
         ", and looks like Latin-1 (ISO-8859-1, Windows-1252); save it as UTF-8 (iconv -f "
         "WINDOWS-1252 -t UTF-8)";
}

std::string_view FirstBytes(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

std::string_view WithoutByteOrderMark(std::string_view text) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

}  // namespace sendoff
