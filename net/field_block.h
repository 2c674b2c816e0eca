// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sendoff::net {

// Header fields as the lines that they are on the wire, in one piece of memory that copies share
// until one is changed: ten thousand buffered requests should weigh what their payloads weigh. By
// construction no field can hold a line end, so that a script cannot write a request of its own
// behind its request. Copies of one block belong to one thread at a time.
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
  FieldBlock(const FieldBlock&) = default;
  FieldBlock& operator=(const FieldBlock&) = default;
  // What was moved from is empty.
  FieldBlock(FieldBlock&& other) noexcept
      : memory_(std::move(other.memory_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  FieldBlock& operator=(FieldBlock&& other) noexcept {
    memory_ = std::move(other.memory_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }
  ~FieldBlock() = default;

  // A CHECK fails on CR, LF or NUL in either: calls with such fields have been refused.
  void Append(std::string_view name, std::string_view value);
  void Append(Fixed field) { Write({field.line, kLineEnd}); }

  // "Accept: */*\r\nX-A: b\r\n"
  std::string_view lines() const { return {memory_.get(), size_}; }

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

  // Makes room for `size` bytes of lines, less than 4 GiB.
  void Reserve(size_t size);

  // Shares the memory of `other` where both hold the same lines, and else gives back what Reserve
  // took too much.
  void Compact(const FieldBlock* other);

 private:
  static constexpr std::string_view kSeparator = ": ";
  static constexpr std::string_view kLineEnd = "\r\n";

  // Appends, to memory of this block alone.
  void Write(std::initializer_list<std::string_view> pieces);

  std::shared_ptr<char[]> memory_;
  // Thousands of requests may wait, so that a request is kept small.
  uint32_t size_ = 0;      // of the lines
  uint32_t capacity_ = 0;  // of the memory
};

}  // namespace sendoff::net
