// SPDX-License-Identifier: MIT
#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <chrono>
#include <string>
#include <string_view>

namespace sendoff {

// RapidJSON's writer with what reports need on top: text that came from a network is not always
// UTF-8, and times are shown in milliseconds.
class JsonWriter {
 public:
  JsonWriter() : writer_(buffer_) {}

  void BeginObject() { writer_.StartObject(); }
  void EndObject() { writer_.EndObject(); }
  void BeginArray() { writer_.StartArray(); }
  void EndArray() { writer_.EndArray(); }

  void Key(std::string_view key) { writer_.Key(key.data(), Length(key)); }
  void Null() { writer_.Null(); }
  void Value(bool value) { writer_.Bool(value); }
  void Value(int value) { writer_.Int(value); }
  void Value(uint64_t value) { writer_.Uint64(value); }
  void Value(const char* text) { Value(std::string_view(text)); }

  // Bytes that are not UTF-8 are read as ISO 8859-1, as field values may be.
  void Value(std::string_view text);
  // What is known to be UTF-8.
  void Utf8(std::string_view text) { writer_.String(text.data(), Length(text)); }
  // To three decimal places.
  void Value(std::chrono::nanoseconds duration);

  void ValueOrNull(std::string_view text) { text.empty() ? Null() : Value(text); }

  // A complete JSON value in text form.
  void Raw(std::string_view json) {
    writer_.RawValue(json.data(), json.size(), rapidjson::kNullType);
  }

  template <class T>
  void Member(std::string_view key, const T& value) {
    Key(key);
    Value(value);
  }

  // Behind a complete value.
  void EndLine() { buffer_.Put('\n'); }

  // What has been written; valid until more is, or less.
  std::string_view text() const { return {buffer_.GetString(), buffer_.GetSize()}; }

  // Begins anew, with the room that it has.
  void Clear() {
    buffer_.Clear();
    writer_.Reset(buffer_);
  }

 private:
  static rapidjson::SizeType Length(std::string_view text) {
    return static_cast<rapidjson::SizeType>(text.size());
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

}  // namespace sendoff
