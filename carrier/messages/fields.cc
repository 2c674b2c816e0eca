// SPDX-License-Identifier: MIT
#include "carrier/messages/fields.h"

#include <limits>

#include "base/text_encoding.h"

namespace sendoff::messages {
namespace {

bool IsCode(uint64_t number) {
  switch (number) {
#define SENDOFF_X(enumerator, code, name) \
  case code:                              \
    return true;
    SENDOFF_ERROR_CODES(SENDOFF_X)
#undef SENDOFF_X
    default:
      return false;
  }
}

}  // namespace

void WriteSigned(int64_t number, PackedWriter& out) {
  out.Number(static_cast<uint64_t>(number) << 1 ^ static_cast<uint64_t>(number >> 63));
}

int64_t ReadSigned(PackedReader& in) {
  const uint64_t number = in.Number();
  return static_cast<int64_t>(number >> 1 ^ -(number & 1));
}

void WriteTime(WallTime time, PackedWriter& out) { WriteSpan(time.time_since_epoch(), out); }

WallTime ReadTime(PackedReader& in) { return WallTime(ReadSpan<WallTime::duration>(in)); }

void WriteOptional(const std::optional<std::string>& text, PackedWriter& out) {
  out.Flag(text.has_value());
  if (text) out.Text(*text);
}

std::optional<std::string> ReadOptional(PackedReader& in) {
  if (!in.Flag()) return std::nullopt;
  return std::string(in.Text());
}

void WriteTexts(const std::vector<std::string>& texts, PackedWriter& out) {
  out.Number(texts.size());
  for (const std::string& text : texts) out.Text(text);
}

std::vector<std::string> ReadTexts(uint64_t most, std::string_view name, PackedReader& in) {
  std::vector<std::string> texts;
  for (uint64_t left = in.NumberUpTo(most, name); left > 0 && in.ok(); --left) {
    texts.emplace_back(in.Text());
  }
  return texts;
}

void WriteTextMap(const std::map<std::string, std::string>& texts, PackedWriter& out) {
  out.Number(texts.size());
  for (const auto& [name, text] : texts) {
    out.Text(name);
    out.Text(text);
  }
}

std::map<std::string, std::string> ReadTextMap(PackedReader& in) {
  std::map<std::string, std::string> texts;
  for (uint64_t left = in.Number(); left > 0 && in.ok(); --left) {
    const std::string_view name = in.Text();
    if (!texts.try_emplace(std::string(name), in.Text()).second) in.Fail("a name comes twice");
  }
  return texts;
}

void WriteCode(ErrorCode code, PackedWriter& out) { out.Number(static_cast<uint64_t>(code)); }

ErrorCode ReadCode(PackedReader& in) {
  const uint64_t number = in.Number();
  if (in.ok() && IsCode(number)) return static_cast<ErrorCode>(number);
  in.Fail("no error has the number " + std::to_string(number));
  return ErrorCode::kInternal;
}

void WriteError(const Error& error, PackedWriter& out) {
  WriteCode(error.code, out);
  out.Text(error.message);
  out.Text(error.detail);
}

Error ReadError(PackedReader& in) {
  Error error{ReadCode(in), {}};
  error.message = in.Text();
  error.detail = in.Text();
  return error;
}

std::string ReadUtf8(PackedReader& in) {
  const std::string_view text = in.Text();
  if (!IsUtf8(text)) in.Fail("a text is no UTF-8");
  return std::string(text);
}

}  // namespace sendoff::messages
