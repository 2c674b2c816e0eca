// SPDX-License-Identifier: MIT
#include "redaction/loose_match.h"

#include <algorithm>
#include <array>
#include <string>

#include "redaction/letters.h"

namespace sendoff::redaction {
namespace {

// What follows a backslash and is not meant itself; 0: it is.
char ControlOf(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return '\0';
  }
}

std::string Utf8(unsigned code) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
  if (code < 0x10000) {
    return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
  }
  return {byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)),
          byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
}

bool IsHigh(int code) { return code >= 0xD800 && code < 0xDC00; }
bool IsLow(int code) { return code >= 0xDC00 && code < 0xE000; }

std::string OfSurrogates(int high, int low) {
  return Utf8(0x10000u + (static_cast<unsigned>(high - 0xD800) << 10) +
              static_cast<unsigned>(low - 0xDC00));
}

struct Entity {
  std::string_view name;
  char character;
};

// As HTML and XML write what is special to them.
constexpr std::array<Entity, 10> kEntities = {{{"&amp;", '&'},
                                               {"&lt;", '<'},
                                               {"&gt;", '>'},
                                               {"&quot;", '"'},
                                               {"&#34;", '"'},
                                               {"&apos;", '\''},
                                               {"&#39;", '\''},
                                               {"&#039;", '\''},
                                               {"&#x27;", '\''},
                                               {"&#x2F;", '/'}}};

// Letters, digits, and what else has no meaning in any of the encodings.
bool IsLeftAlone(char c) { return IsAlnum(c) || c == '-' || c == '_' || c == '.'; }

// What the percent-encoding at `at` stands for, maybe encoded again and again, and where it ends.
struct Decoded {
  char byte = '\0';
  size_t end = 0;  // 0: there is none
};

Decoded DecodedAt(std::string_view text, size_t at) {
  Decoded decoded;
  if (text[at] != '%') return decoded;
  for (size_t digits = at + 1; HexNumber(text, digits, 2) >= 0; digits += 2) {
    decoded = {static_cast<char>(HexNumber(text, digits, 2)), digits + 2};
    if (decoded.byte != '%') break;
  }
  return decoded;
}

}  // namespace

Plain PlainOf(std::string_view text) {
  Plain plain;
  size_t run = 0;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '\\') {
      run = 0;
      ++at;
      continue;
    }
    const Decoded decoded = DecodedAt(text, at);
    const char c = decoded.end > 0 ? decoded.byte : text[at];
    run = decoded.end == 0 && IsLeftAlone(c) ? run + 1 : 0;
    at = decoded.end > 0 ? decoded.end : at + 1;
    if (c == '\\') continue;
    plain.text += c;
    if (run > plain.run_size) {
      plain.run_size = run;
      plain.run_begin = plain.text.size() - run;
    }
  }
  return plain;
}

bool LooseMatch::IsSame(char expected, char there) const {
  if (expected == there) return true;
  switch (letters_) {
    case Letters::kExact:
      return false;
    case Letters::kAnyCase:
      return Lower(expected) == Lower(there);
    case Letters::kBase64:
      break;
  }
  return (expected == '+' && there == '-') || (expected == '/' && there == '_');
}

size_t LooseMatch::Forward(size_t at, size_t from, int tries) const {
  while (from < pattern_.size()) {
    Unit unit = UnitAt(at, pattern_.substr(from));
    // \x78 is an x, or a backslash before x78.
    const Unit bare = BareAt(at, pattern_[from]);
    if (bare.text > 0 && bare.text < unit.text && tries > 0) {
      const size_t end = Forward(at + unit.text, from + unit.pattern, tries - 1);
      if (end != kNone) return end;
      unit = bare;
    }
    if (unit.text == 0) return kNone;
    at += unit.text;
    from += unit.pattern;
  }
  return at;
}

size_t LooseMatch::Backward(size_t end, size_t to, int tries) const {
  for (;;) {
    while (end > 0 && text_[end - 1] == '\\') --end;
    if (to == 0) return end;
    Unit unit = UnitBefore(end, pattern_.substr(0, to));
    if (unit.text == 0) return kNone;
    // %36 is a 6, or a percent sign before 36; \n a line end, or a backslash before n.
    const bool is_unsure =
        (unit.text > 1 || unit.pattern == 0) && IsSame(pattern_[to - 1], text_[end - 1]);
    if (is_unsure && tries > 0) {
      const size_t begin = Backward(end - unit.text, to - unit.pattern, tries - 1);
      if (begin != kNone) return begin;
      unit = {1, 1};
    }
    end -= unit.text;
    to -= unit.pattern;
  }
}

size_t LooseMatch::PrefixFrom(size_t at) const {
  constexpr size_t kLongestEscape = 12;  // \ud83d\ude00
  size_t from = 0;
  while (from < pattern_.size()) {
    if (at == text_.size()) return from;
    const Unit unit = UnitAt(at, pattern_.substr(from));
    if (unit.text == 0) {
      const bool may_be_half = text_[at] == '%' || text_[at] == '\\' || text_[at] == '&';
      return may_be_half && text_.size() - at < kLongestEscape ? from : 0;
    }
    at += unit.text;
    from += unit.pattern;
  }
  return 0;
}

// The next character as it is, behind backslashes.
LooseMatch::Unit LooseMatch::BareAt(size_t at, char expected) const {
  const size_t behind_plain = std::min(text_.find_first_not_of('\\', at), text_.size());
  for (const size_t place : {behind_plain, SkipSlashes(at)}) {
    if (place < text_.size() && IsSame(expected, text_[place])) return {place + 1 - at, 1};
  }
  return {};
}

LooseMatch::Unit LooseMatch::UnitAt(size_t at, std::string_view rest) const {
  const size_t place = SkipSlashes(at);
  if (place == text_.size()) return {};
  const size_t slashes = place - at;
  if (slashes > 0) {
    if (const Unit unit = EscapeAt(place, rest); unit.text > 0) {
      return {slashes + unit.text, unit.pattern};
    }
  }
  const char there = text_[place];
  if (IsSkipped(there)) return {slashes + 1, 0};
  if (there == '%') {
    if (const Unit unit = PercentAt(place, rest[0]); unit.text > 0) {
      return {slashes + unit.text, unit.pattern};
    }
  }
  if (there == '&') {
    for (const Entity& entity : kEntities) {
      if (entity.character == rest[0] && text_.substr(place).starts_with(entity.name)) {
        return {slashes + entity.name.size(), 1};
      }
    }
  }
  if (IsSame(rest[0], there) || (rest[0] == ' ' && there == '+')) return {slashes + 1, 1};
  const auto byte = static_cast<unsigned char>(there);
  if (byte >= 0x80 && rest.starts_with(Utf8(byte))) return {slashes + 1, 2};
  // %255C is a backslash, or a percent sign before 5C.
  if (rest[0] != '%' || text_[at] != '%') return {};
  const Unit sign = PercentAt(at, '%');
  return sign.pattern > 0 ? sign : BareAt(at, '%');
}

// What stands behind backslashes.
LooseMatch::Unit LooseMatch::EscapeAt(size_t at, std::string_view rest) const {
  const char letter = text_[at];
  if (const char control = ControlOf(letter); control != '\0') {
    if (IsSkipped(control)) return {1, 0};
    if (control == rest[0]) return {1, 1};
  }
  if (letter == 'x') {
    const int code = HexNumber(text_, at + 1, 2);
    return code >= 0 && IsSame(rest[0], static_cast<char>(code)) ? Unit{3, 1} : Unit{};
  }
  if (letter != 'u') return {};
  const int code = HexNumber(text_, at + 1, 4);
  if (code < 0) return {};
  if (code < 0x80) return IsSame(rest[0], static_cast<char>(code)) ? Unit{5, 1} : Unit{};
  size_t size = 5;
  std::string character = Utf8(static_cast<unsigned>(code));
  if (IsHigh(code)) {
    size_t next = at + size;
    while (next < text_.size() && text_[next] == '\\') ++next;
    const int low = next < text_.size() && text_[next] == 'u' ? HexNumber(text_, next + 1, 4) : -1;
    if (!IsLow(low)) return {};
    character = OfSurrogates(code, low);
    size = next + 5 - at;
  }
  return rest.starts_with(character) ? Unit{size, character.size()} : Unit{};
}

// %41, and %2541 where that has been encoded again; the longest that is as expected.
LooseMatch::Unit LooseMatch::PercentAt(size_t at, char expected) const {
  Unit longest;
  for (size_t digits = at + 1;; digits += 2) {
    const int byte = HexNumber(text_, digits, 2);
    if (byte < 0) return longest;
    const char there = static_cast<char>(byte);
    const size_t size = digits + 2 - at;
    if (IsSkipped(there)) return longest.text > 0 ? longest : Unit{size, 0};
    if (IsSame(expected, there) || (expected == ' ' && there == '+')) longest = {size, 1};
    if (there != '%') return longest;
  }
}

// Past backslashes, also encoded ones.
size_t LooseMatch::SkipSlashes(size_t at) const {
  while (at < text_.size()) {
    if (text_[at] == '\\') {
      ++at;
      continue;
    }
    const Decoded decoded = DecodedAt(text_, at);
    if (decoded.end == 0 || decoded.byte != '\\') return at;
    at = decoded.end;
  }
  return at;
}

// How many bytes the backslash has that ends there, also an encoded one; 0: there is none.
size_t LooseMatch::SlashBefore(size_t end) const {
  if (end > 0 && text_[end - 1] == '\\') return 1;
  if (end < 3 || HexNumber(text_, end - 2, 2) != '\\') return 0;
  size_t digits = end - 2;
  while (digits >= 3 && text_.substr(digits - 2, 2) == "25") digits -= 2;
  return text_[digits - 1] == '%' ? end - digits + 1 : 0;
}

LooseMatch::Unit LooseMatch::UnitBefore(size_t end, std::string_view head) const {
  if (end == 0) return {};
  const char expected = head.back();
  if (const Unit unit = PercentBefore(end, expected); unit.text > 0) return unit;
  if (const Unit unit = EscapeBefore(end, head); unit.text > 0) return unit;
  const char there = text_[end - 1];
  if (IsSkipped(there)) return {1, 0};
  if (there == ';') {
    for (const Entity& entity : kEntities) {
      if (entity.character == expected && text_.substr(0, end).ends_with(entity.name)) {
        return {entity.name.size(), 1};
      }
    }
  }
  if (IsSame(expected, there) || (expected == ' ' && there == '+')) return {1, 1};
  const auto byte = static_cast<unsigned char>(there);
  if (byte >= 0x80 && head.ends_with(Utf8(byte))) return {1, 2};
  return {};
}

LooseMatch::Unit LooseMatch::PercentBefore(size_t end, char expected) const {
  if (end < 3) return {};
  size_t digits = end - 2;
  const int byte = HexNumber(text_, digits, 2);
  if (byte < 0) return {};
  const char there = static_cast<char>(byte);
  const bool is_same = IsSame(expected, there) || (expected == ' ' && there == '+');
  if (!is_same && !IsSkipped(there)) return {};
  for (; digits > 0; digits -= 2) {
    if (text_[digits - 1] == '%') return {end - (digits - 1), is_same ? size_t{1} : size_t{0}};
    if (digits < 3 || text_.substr(digits - 2, 2) != "25") return {};
  }
  return {};
}

LooseMatch::Unit LooseMatch::EscapeBefore(size_t end, std::string_view head) const {
  const char expected = head.back();
  if (SlashBefore(end - 1) > 0) {
    const char control = ControlOf(text_[end - 1]);
    if (control != '\0' && IsSkipped(control)) return {1, 0};
    if (control != '\0' && control == expected) return {1, 1};
  }
  if (end >= 4 && text_[end - 3] == 'x' && SlashBefore(end - 3) > 0) {
    const int code = HexNumber(text_, end - 2, 2);
    if (code >= 0 && IsSame(expected, static_cast<char>(code))) return {3, 1};
  }
  return CodeUnitBefore(end, head);
}

// \u0041, and two of these where the character is one of a pair.
LooseMatch::Unit LooseMatch::CodeUnitBefore(size_t end, std::string_view head) const {
  if (end < 6 || text_[end - 5] != 'u' || SlashBefore(end - 5) == 0) return {};
  const int code = HexNumber(text_, end - 4, 4);
  if (code < 0) return {};
  if (code < 0x80) return IsSame(head.back(), static_cast<char>(code)) ? Unit{5, 1} : Unit{};
  size_t size = 5;
  std::string character = Utf8(static_cast<unsigned>(code));
  if (IsLow(code)) {
    size_t before = end - size;
    while (const size_t slash = SlashBefore(before)) before -= slash;
    if (before < 6 || text_[before - 5] != 'u' || SlashBefore(before - 5) == 0) return {};
    const int high = HexNumber(text_, before - 4, 4);
    if (!IsHigh(high)) return {};
    character = OfSurrogates(high, code);
    size = end - (before - 5);
  }
  return head.ends_with(character) ? Unit{size, character.size()} : Unit{};
}

}  // namespace sendoff::redaction
