// SPDX-License-Identifier: MIT
#include "base/packed_reader.h"

namespace sendoff {

uint64_t PackedReader::Number() {
  last_ = offset_;
  uint64_t number = 0;
  for (int shift = 0; ok(); shift += 7) {
    if (rest_.empty()) {
      Fail("a number is cut short");
      break;
    }
    const auto byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    ++offset_;
    // Of the tenth byte one bit is left; and a last byte of zero says nothing.
    const bool is_too_large = shift == 63 && byte > 1;
    const bool is_too_long = shift > 0 && byte == 0;
    if (is_too_large || is_too_long) {
      Fail("a number has more bytes than it needs");
      break;
    }
    number |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return number;
  }
  return 0;
}

uint64_t PackedReader::NumberUpTo(uint64_t most, std::string_view name) {
  const uint64_t number = Number();
  if (number <= most) return number;
  Fail(std::string(name) + " is " + std::to_string(number) + ", more than the limit of " +
       std::to_string(most));
  return 0;
}

bool PackedReader::Flag() {
  const uint64_t number = Number();
  if (number > 1) Fail("neither yes nor no");
  return ok() && number == 1;
}

std::string_view PackedReader::Text() {
  const uint64_t size = Number();
  if (size > rest_.size()) Fail("a text is cut short");
  if (!ok()) return {};
  const std::string_view text = rest_.substr(0, size);
  rest_.remove_prefix(text.size());
  offset_ += text.size();
  return text;
}

PackedReader PackedReader::Block() {
  const std::string_view block = Text();
  return PackedReader(block, offset_ - block.size());
}

void PackedReader::End() {
  last_ = offset_;
  if (!rest_.empty()) Fail("something follows the end");
}

void PackedReader::Fail(std::string_view why) {
  if (ok()) fault_ = "at byte " + std::to_string(last_) + ", " + std::string(why);
}

}  // namespace sendoff
