// SPDX-License-Identifier: MIT
#include "runtime/natives/legacy_decoder.h"

#include <optional>

namespace sendoff::runtime {
namespace {

using Bytes = std::span<const uint8_t>;

constexpr uint32_t kWrong = LegacyTables::kNothing;
constexpr uint32_t kSilent = 0xFFFFFFFE;  // an escape sequence
constexpr uint8_t kEscape = 0x1B;
constexpr uint32_t kHalfWidth = 0xFF61;  // the first of the half-width Katakana

bool IsAscii(uint8_t byte) { return byte < 0x80; }
bool IsIn(uint8_t byte, uint8_t from, uint8_t to) { return byte >= from && byte <= to; }

bool IsLead(Framing framing, uint8_t byte) {
  if (framing == Framing::kShiftJis) return IsIn(byte, 0x81, 0x9F) || IsIn(byte, 0xE0, 0xFC);
  return IsIn(byte, 0x81, 0xFE);
}

bool IsTrail(Framing framing, uint8_t byte) {
  if (framing == Framing::kEucKr) return IsIn(byte, 0x41, 0xFE);
  if (framing == Framing::kBig5) return IsIn(byte, 0x40, 0x7E) || IsIn(byte, 0xA1, 0xFE);
  if (framing == Framing::kShiftJis) return IsIn(byte, 0x40, 0x7E) || IsIn(byte, 0x80, 0xFC);
  if (framing == Framing::kEucJp) return IsIn(byte, 0xA1, 0xFE);
  return IsIn(byte, 0x40, 0x7E) || IsIn(byte, 0x80, 0xFE);
}

// How many of `count` bytes are gone with a sequence that stands for nothing: an ASCII character at
// the end is not.
size_t WithoutAscii(Bytes rest, size_t count) {
  return IsAscii(rest[count - 1]) ? count - 1 : count;
}

void Append(uint32_t units, LegacyText* text) {
  if (units == kSilent) return;
  if (units == kWrong) {
    text->is_malformed = true;
    text->units.push_back(0xFFFD);
    return;
  }
  if (units > 0xFFFF) text->units.push_back(static_cast<uint16_t>(units >> 16));
  text->units.push_back(static_cast<uint16_t>(units));
}

}  // namespace

LegacyDecoder::LegacyDecoder(const LegacyTables& tables, int state)
    : tables_(tables), mode_(static_cast<Mode>(state / 2)), is_after_escape_(state % 2 != 0) {}

int LegacyDecoder::state() const {
  return static_cast<int>(mode_) * 2 + (is_after_escape_ ? 1 : 0);
}

LegacyText LegacyDecoder::Decode(Bytes bytes, bool is_stream) {
  LegacyText text;
  text.units.reserve(bytes.size());
  while (!bytes.empty()) {
    Step step = Next(bytes);
    if (step.used == 0 && is_stream) {
      text.tail = bytes.size();
      break;
    }
    // What follows an unfinished escape sequence is text again.
    if (step.used == 0)
      step = {kWrong, tables_.framing() == Framing::kIso2022Jp ? 1 : bytes.size()};
    Append(step.units, &text);
    bytes = bytes.subspan(step.used);
  }
  return text;
}

LegacyDecoder::Step LegacyDecoder::Next(Bytes rest) {
  const uint8_t byte = rest[0];
  if (tables_.framing() == Framing::kIso2022Jp) return NextIso2022Jp(rest);
  if (IsAscii(byte)) return {byte, 1};
  switch (tables_.framing()) {
    case Framing::kSingleByte:
      return {tables_.Single(byte), 1};
    case Framing::kEucJp:
      return NextEucJp(rest);
    case Framing::kGb18030:
      return NextGb18030(rest);
    default:
      return NextPair(rest);
  }
}

LegacyDecoder::Step LegacyDecoder::NextPair(Bytes rest) const {
  const Framing framing = tables_.framing();
  if (framing == Framing::kShiftJis) {
    if (rest[0] == 0x80) return {0x80, 1};
    if (IsIn(rest[0], 0xA1, 0xDF)) return {kHalfWidth + rest[0] - 0xA1U, 1};
  }
  if (!IsLead(framing, rest[0])) return {kWrong, 1};
  if (rest.size() < 2) return {kWrong, 0};
  const uint32_t units = IsTrail(framing, rest[1]) ? tables_.Pair(rest[0], rest[1]) : kWrong;
  return {units, units == kWrong ? WithoutAscii(rest, 2) : 2};
}

LegacyDecoder::Step LegacyDecoder::NextEucJp(Bytes rest) const {
  const uint8_t lead = rest[0];
  if (lead != 0x8E && lead != 0x8F && !IsIn(lead, 0xA1, 0xFE)) return {kWrong, 1};
  if (rest.size() < 2) return {kWrong, 0};
  if (lead == 0x8E && IsIn(rest[1], 0xA1, 0xDF)) return {kHalfWidth + rest[1] - 0xA1U, 2};
  const bool is_trail = IsTrail(Framing::kEucJp, rest[1]);
  if (lead == 0x8F && is_trail) {
    if (rest.size() < 3) return {kWrong, 0};
    const uint32_t units =
        IsTrail(Framing::kEucJp, rest[2]) ? tables_.AfterSingleShift(rest[1], rest[2]) : kWrong;
    return {units, units == kWrong ? WithoutAscii(rest, 3) : 3};
  }
  const uint32_t units = is_trail && lead >= 0xA1 ? tables_.Pair(lead, rest[1]) : kWrong;
  return {units, units == kWrong ? WithoutAscii(rest, 2) : 2};
}

LegacyDecoder::Step LegacyDecoder::NextGb18030(Bytes rest) const {
  if (rest[0] == 0x80) return {0x20AC, 1};
  if (rest.size() < 2 || !IsIn(rest[1], 0x30, 0x39)) return NextPair(rest);
  if (rest[0] == 0xFF) return {kWrong, 1};
  if (rest.size() < 3) return {kWrong, 0};
  if (!IsIn(rest[2], 0x81, 0xFE)) return {kWrong, 1};
  if (rest.size() < 4) return {kWrong, 0};
  if (!IsIn(rest[3], 0x30, 0x39)) return {kWrong, 1};
  const uint32_t pointer =
      (((rest[0] - 0x81U) * 10 + (rest[1] - 0x30U)) * 126 + (rest[2] - 0x81U)) * 10 +
      (rest[3] - 0x30U);
  return {tables_.Four(pointer), 4};
}

LegacyDecoder::Step LegacyDecoder::NextIso2022Jp(Bytes rest) {
  const uint8_t byte = rest[0];
  if (byte == kEscape) return NextEscape(rest);
  is_after_escape_ = false;
  if (mode_ == Mode::kPairs) return NextJisPair(rest);
  if (mode_ == Mode::kKatakana)
    return {IsIn(byte, 0x21, 0x5F) ? kHalfWidth + byte - 0x21U : kWrong, 1};
  if (mode_ == Mode::kRoman && byte == 0x5C) return {0xA5, 1};
  if (mode_ == Mode::kRoman && byte == 0x7E) return {0x203E, 1};
  const bool is_text = IsAscii(byte) && byte != 0x0E && byte != 0x0F;
  return {is_text ? byte : kWrong, 1};
}

LegacyDecoder::Step LegacyDecoder::NextEscape(Bytes rest) {
  const bool is_begun = rest.size() < 2 || rest[1] == '$' || rest[1] == '(';
  if (is_begun && rest.size() < 3) return {kWrong, 0};
  std::optional<Mode> mode;
  if (rest[1] == '$' && (rest[2] == '@' || rest[2] == 'B')) mode = Mode::kPairs;
  if (rest[1] == '(' && rest[2] == 'B') mode = Mode::kAscii;
  if (rest[1] == '(' && rest[2] == 'J') mode = Mode::kRoman;
  if (rest[1] == '(' && rest[2] == 'I') mode = Mode::kKatakana;
  const bool is_second = is_after_escape_;
  is_after_escape_ = mode.has_value();
  if (!mode) return {kWrong, 1};
  mode_ = *mode;
  return {is_second ? kWrong : kSilent, 3};
}

LegacyDecoder::Step LegacyDecoder::NextJisPair(Bytes rest) const {
  if (!IsIn(rest[0], 0x21, 0x7E)) return {kWrong, 1};
  if (rest.size() < 2) return {kWrong, 0};
  if (rest[1] == kEscape) return {kWrong, 1};
  if (!IsIn(rest[1], 0x21, 0x7E)) return {kWrong, 2};
  return {tables_.Pair(static_cast<uint8_t>(rest[0] | 0x80), static_cast<uint8_t>(rest[1] | 0x80)),
          2};
}

}  // namespace sendoff::runtime
