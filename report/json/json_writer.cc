// SPDX-License-Identifier: MIT
#include "report/json/json_writer.h"

#include <simdjson.h>

#include <array>
#include <charconv>

namespace sendoff {

void JsonWriter::Value(std::string_view text) {
  if (simdjson::validate_utf8(text.data(), text.size())) {
    return Utf8(text);
  }
  std::string utf8;
  utf8.reserve(text.size() * 2);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0 | (byte >> 6));
      utf8 += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  Utf8(utf8);
}

// By hand, since durations are whole nanoseconds: a line of the log has nine of them, which as
// doubles cost it a fifth of what it costs.
void JsonWriter::Value(std::chrono::nanoseconds duration) {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  const auto thousandths = static_cast<unsigned>(micros < 0 ? -(micros % 1000) : micros % 1000);
  std::array<char, 32> text{};
  char* end = text.data();
  if (micros < 0) *end++ = '-';
  end = std::to_chars(end, text.end(), micros < 0 ? -(micros / 1000) : micros / 1000).ptr;
  *end++ = '.';
  *end++ = static_cast<char>('0' + thousandths / 100);
  *end++ = static_cast<char>('0' + thousandths / 10 % 10);
  *end++ = static_cast<char>('0' + thousandths % 10);
  while (end[-1] == '0' && end[-2] != '.') --end;
  Raw({text.data(), end});
}

}  // namespace sendoff
