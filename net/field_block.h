// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace sendoff::net {

// Header fields as the lines that they are on the wire, in one piece of memory: ten thousand
// buffered requests should weigh what their payloads weigh. By construction no field can hold a
// line end, so that a script cannot write a request of its own behind its request.
class FieldBlock {
 public:
  FieldBlock() = default;
  FieldBlock(std::initializer_list<Header> fields);

  // A CHECK fails on CR, LF or NUL in either: calls with such fields have been refused.
  void Append(std::string_view name, std::string_view value);

  // The value of the first field named `name`, in any case. Valid until the block changes.
  std::optional<std::string_view> Find(std::string_view name) const;

  // Calls `take(name, value)` for each field, in order.
  template <class Take>
  void ForEach(Take take) const {
    for (size_t start = 0; start < lines_.size();) {
      const size_t colon = lines_.find(kSeparator, start);
      const size_t end = lines_.find(kLineEnd, colon);
      const std::string_view line(lines_);
      const size_t value = colon + kSeparator.size();
      take(line.substr(start, colon - start), line.substr(value, end - value));
      start = end + kLineEnd.size();
    }
  }

  // "Accept: */*\r\nX-A: b\r\n"
  std::string_view lines() const { return lines_; }

  // Makes room for `size` bytes of lines.
  void Reserve(size_t size) { lines_.reserve(size); }
  void ShrinkToFit() { lines_.shrink_to_fit(); }

 private:
  static constexpr std::string_view kSeparator = ": ";
  static constexpr std::string_view kLineEnd = "\r\n";

  std::string lines_;
};

}  // namespace sendoff::net
