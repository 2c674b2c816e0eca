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
  JsonWriter() : writer_(buffer_) { writer_.SetMaxDecimalPlaces(3); }

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
  void Value(std::chrono::nanoseconds duration);

  // A complete JSON value in text form.
  void Raw(std::string_view json) {
    writer_.RawValue(json.data(), json.size(), rapidjson::kNullType);
  }

  template <class T>
  void Member(std::string_view key, const T& value) {
    Key(key);
    Value(value);
  }

  std::string Take() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  static rapidjson::SizeType Length(std::string_view text) {
    return static_cast<rapidjson::SizeType>(text.size());
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

}  // namespace sendoff
