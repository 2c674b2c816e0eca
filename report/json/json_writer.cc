// SPDX-License-Identifier: MIT
#include "report/json/json_writer.h"

#include <simdjson.h>

namespace sendoff {

void JsonWriter::Value(std::string_view text) {
  if (simdjson::validate_utf8(text.data(), text.size())) {
    writer_.String(text.data(), Length(text));
    return;
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
  writer_.String(utf8.data(), Length(utf8));
}

void JsonWriter::Value(std::chrono::nanoseconds duration) {
  writer_.Double(std::chrono::duration<double, std::milli>(duration).count());
}

}  // namespace sendoff
