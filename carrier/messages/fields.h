// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/packed_reader.h"
#include "base/packed_writer.h"

// What several messages have in them, as base/packed_writer.h writes it. What is read and cannot be
// is the fault of `in`, and some value then.
namespace sendoff::messages {

// Positive and negative in turn: 0, -1, 1, -2 ...
void WriteSigned(int64_t number, PackedWriter& out);
int64_t ReadSigned(PackedReader& in);

template <class Rep, class Period>
void WriteSpan(std::chrono::duration<Rep, Period> span, PackedWriter& out) {
  WriteSigned(span.count(), out);
}
template <class Span>
Span ReadSpan(PackedReader& in) {
  return Span(ReadSigned(in));
}

// One of an enumeration that counts from 0 to `last`; `name` is what it is called in the fault.
template <class Word>
void WriteWord(Word word, PackedWriter& out) {
  out.Number(static_cast<uint64_t>(word));
}

template <class Word>
Word ReadWord(Word last, std::string_view name, PackedReader& in) {
  return static_cast<Word>(in.NumberUpTo(static_cast<uint64_t>(last), name));
}

void WriteTime(WallTime time, PackedWriter& out);
WallTime ReadTime(PackedReader& in);

void WriteOptional(const std::optional<std::string>& text, PackedWriter& out);
std::optional<std::string> ReadOptional(PackedReader& in);

void WriteTexts(const std::vector<std::string>& texts, PackedWriter& out);
// At most `most`; `name` is what they are called in the fault.
std::vector<std::string> ReadTexts(uint64_t most, std::string_view name, PackedReader& in);

void WriteTextMap(const std::map<std::string, std::string>& texts, PackedWriter& out);
std::map<std::string, std::string> ReadTextMap(PackedReader& in);

// By its number, which is one of those that there are.
void WriteCode(ErrorCode code, PackedWriter& out);
ErrorCode ReadCode(PackedReader& in);

void WriteError(const Error& error, PackedWriter& out);
Error ReadError(PackedReader& in);

// A text that is UTF-8.
std::string ReadUtf8(PackedReader& in);

}  // namespace sendoff::messages
