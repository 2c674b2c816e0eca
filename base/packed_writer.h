// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sendoff {

// Writes values one behind another as bytes, which PackedReader reads in the same order. A number
// takes seven bits of each byte, the lowest first, and the eighth says that more follow; a text
// stands behind its length.
class PackedWriter {
 public:
  // Behind `beginning`, which is not for a PackedReader.
  explicit PackedWriter(std::string beginning = "") : bytes_(std::move(beginning)) {}

  void Number(uint64_t number) {
    for (; number >= 0x80; number >>= 7) bytes_ += static_cast<char>(0x80 | (number & 0x7F));
    bytes_ += static_cast<char>(number);
  }
  void Flag(bool flag) { Number(flag ? 1 : 0); }
  void Text(std::string_view text) {
    Number(text.size());
    bytes_ += text;
  }

  // As a text: a reader that knows less than the writer skips what is behind what it knows.
  void Block(const PackedWriter& block) { Text(block.bytes_); }

  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace sendoff
