// SPDX-License-Identifier: MIT
#include "carrier/messages/answer.h"

#include <limits>
#include <type_traits>
#include <utility>

#include "carrier/messages/fields.h"

namespace sendoff::messages {
namespace {

constexpr uint64_t kAny = std::numeric_limits<uint64_t>::max();

// Each kind of value has the number of its place in the variant.

void WriteValue(const Error& error, PackedWriter& out) { WriteError(error, out); }
void WriteValue(std::monostate /*nothing*/, PackedWriter& /*out*/) {}
void WriteValue(bool flag, PackedWriter& out) { out.Flag(flag); }
void WriteValue(const std::string& text, PackedWriter& out) { out.Text(text); }
void WriteValue(const sources::ResolvedModule& module, PackedWriter& out) {
  out.Text(module.path);
  out.Text(module.warning);
}
void WriteValue(const sources::StrippedSource& source, PackedWriter& out) {
  out.Text(source.code);
  out.Text(source.map.Mappings());
}
void WriteValue(const sources::TypeScriptError& error, PackedWriter& out) {
  out.Text(error.message);
  WriteSigned(error.place.line, out);
  WriteSigned(error.place.column, out);
}
void WriteValue(const StoredValue& value, PackedWriter& out) { WriteOptional(value.json, out); }
void WriteValue(const std::vector<std::string>& keys, PackedWriter& out) { WriteTexts(keys, out); }

sources::ResolvedModule ReadModule(PackedReader& in) {
  sources::ResolvedModule module;
  module.path = in.Text();
  module.warning = in.Text();
  return module;
}

sources::StrippedSource ReadStripped(PackedReader& in) {
  std::string code(in.Text());
  std::optional<sources::SourceMap> map = sources::SourceMap::Parse(in.Text());
  if (!map) in.Fail("a source map that is none");
  return {std::move(code), map ? std::move(*map) : sources::SourceMap()};
}

int ReadInt(PackedReader& in) {
  const int64_t number = ReadSigned(in);
  if (std::in_range<int>(number)) return static_cast<int>(number);
  in.Fail("a place is none");
  return 0;
}

sources::TypeScriptError ReadTypeScriptError(PackedReader& in) {
  sources::TypeScriptError error{std::string(in.Text()), {}};
  error.place.line = ReadInt(in);
  error.place.column = ReadInt(in);
  return error;
}

Answer::Value ReadValue(PackedReader& in) {
  switch (in.NumberUpTo(std::variant_size_v<Answer::Value> - 1, "a kind of answer")) {
    case 0:
      return ReadError(in);
    case 2:
      return in.Flag();
    case 3:
      return std::string(in.Text());
    case 4:
      return ReadModule(in);
    case 5:
      return ReadStripped(in);
    case 6:
      return ReadTypeScriptError(in);
    case 7:
      return StoredValue{ReadOptional(in)};
    case 8:
      return ReadTexts(kAny, "keys", in);
    default:
      return std::monostate();
  }
}

}  // namespace

void Encode(const Answer& answer, PackedWriter& out) {
  out.Number(answer.call);
  out.Number(answer.value.index());
  std::visit([&out](const auto& value) { WriteValue(value, out); }, answer.value);
}

void Read(PackedReader& in, Answer* answer) {
  answer->call = in.Number();
  answer->value = ReadValue(in);
}

}  // namespace sendoff::messages
