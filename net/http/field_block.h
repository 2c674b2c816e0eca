// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/shared.h"

namespace sendoff::net {

// Header fields as the lines that they are on the wire, in one piece of memory that copies share
// until one is changed: ten thousand buffered requests should weigh what their payloads weigh. By
// construction no field can hold a line end, so that a script cannot write a request of its own
// behind its request.
class FieldBlock {
 public:
  // A field of sendoff's own, "Name: value", which the compiler checks.
  struct Fixed {
    consteval explicit Fixed(std::string_view text) : line(text) {
      if (line.find(kSeparator) == std::string_view::npos) IsNoField();
      for (const char c : line) {
        if (c < ' ' || c > '~') IsNoField();
      }
    }
    std::string_view line;

   private:
    static void IsNoField();  // has no body: to call it is not to compile
  };

  FieldBlock() = default;
  FieldBlock(std::initializer_list<Header> fields);

  // A CHECK fails on CR, LF or NUL in either: calls with such fields have been refused.
  void Append(std::string_view name, std::string_view value);
  void Append(Fixed field) { Write({field.line, kLineEnd}); }

  // "Accept: */*\r\nX-A: b\r\n"
  std::string_view lines() const { return *lines_; }

  // The value of the first field named `name`, in any case. Valid until the block changes.
  std::optional<std::string_view> Find(std::string_view name) const;

  // Calls `take(name, value)` for each field, in order.
  template <class Take>
  void ForEach(Take take) const {
    const std::string_view text = lines();
    for (size_t start = 0; start < text.size();) {
      const size_t colon = text.find(kSeparator, start);
      const size_t end = text.find(kLineEnd, colon);
      const size_t value = colon + kSeparator.size();
      take(text.substr(start, colon - start), text.substr(value, end - value));
      start = end + kLineEnd.size();
    }
  }

  // Makes room for `size` bytes of lines.
  void Reserve(size_t size) { lines_.Own().reserve(size); }

  // Shares the memory of `other` where both hold the same lines, and else gives back what Reserve
  // took too much.
  void Compact(const FieldBlock& other) {
    if (!lines_.ShareWith(other.lines_)) lines_.Own().shrink_to_fit();
  }

 private:
  static constexpr std::string_view kSeparator = ": ";
  static constexpr std::string_view kLineEnd = "\r\n";

  void Write(std::initializer_list<std::string_view> pieces);

  Shared<std::string> lines_;
};

}  // namespace sendoff::net
