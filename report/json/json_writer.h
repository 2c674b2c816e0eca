// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace sendoff {

// Writes JSON (RFC 8259) without white space into one buffer, which serves many documents. Each
// line of the log is made by it, while requests wait: RapidJSON, which did this before, took twice
// the time (docs/performance.md). Whoever calls it sees to it that keys and values come in turns
// and that what begins also ends.
class JsonWriter {
 public:
  void BeginObject() { Open('{'); }
  void EndObject() { Append("}"); }
  void BeginArray() { Open('['); }
  void EndArray() { Append("]"); }

  // `key` needs no escape.
  void Key(std::string_view key);
  void Null() { Raw("null"); }
  void Value(bool value) { Raw(value ? "true" : "false"); }
  void Value(int value) { Integer(value); }
  void Value(uint64_t value) { Integer(value); }
  void Value(const char* text) { Value(std::string_view(text)); }

  // Bytes that are not UTF-8 are read as ISO 8859-1, as field values may be.
  void Value(std::string_view text);
  // What is known to be UTF-8.
  void Utf8(std::string_view text) { Quote(text); }
  void ValueOrNull(std::string_view text) { text.empty() ? Null() : Value(text); }

  // In milliseconds, to three decimal places.
  void Value(std::chrono::nanoseconds duration);

  // A complete JSON value in text form.
  void Raw(std::string_view json);

  template <class T>
  void Member(std::string_view key, const T& value) {
    Key(key);
    Value(value);
  }

  // Behind a complete value.
  void EndLine() { Append("\n"); }

  // What has been written; valid until more is, or less.
  std::string_view text() const { return {bytes_.get(), size_}; }

  // Begins anew, with the room that it has.
  void Clear() { size_ = 0; }

 private:
  // Where so many bytes more may be written, as far as `EndAt` then says.
  char* Room(size_t size) {
    if (capacity_ - size_ < size) Grow(size);
    return bytes_.get() + size_;
  }
  void EndAt(const char* end) { size_ = static_cast<size_t>(end - bytes_.get()); }
  void Grow(size_t size);

  // The same for a key or a value, behind the comma that stands before it.
  char* Separated(size_t size);

  void Append(std::string_view bytes);
  void Open(char bracket);
  template <class T>
  void Integer(T value);

  // Returns whether all of `text` is ASCII.
  bool Quote(std::string_view text);

  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace sendoff
