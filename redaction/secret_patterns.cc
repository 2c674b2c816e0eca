// SPDX-License-Identifier: MIT
#include "redaction/secret_patterns.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/base64.h"
#include "redaction/json_strings.h"
#include "redaction/letters.h"

namespace sendoff::redaction {
namespace {

constexpr size_t kMostPiece = 128;    // bytes: what is compared at once
constexpr size_t kMostAnchor = 16;    // bytes
constexpr size_t kLeastAnchor = 3;    // such characters in a row; fewer stand everywhere
constexpr size_t kLeastCompared = 8;  // bytes of a pattern

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

// The last letters of its longest run: tokens of one kind begin alike.
void SetAnchor(const Plain& plain, Pattern* pattern) {
  const size_t size = std::min(plain.run_size, kMostAnchor);
  pattern->offset = plain.run_begin + plain.run_size - size;
  pattern->anchor = pattern->text.substr(pattern->offset, size);
}

// Backslashes at its end may belong to what follows.
Pattern LiteralPattern(std::string text) {
  while (text.ends_with('\\')) text.pop_back();
  Pattern pattern;
  pattern.anchor = text.substr(0, kMostAnchor);
  pattern.text = std::move(text);
  pattern.is_literal = true;
  return pattern;
}

// ---- Encodings of what has no anchor -----------------------------------------------------------

void AddHex(unsigned value, int digits, const char* alphabet, std::string* out) {
  while (digits-- > 0) *out += alphabet[value >> (4 * digits) & 15];
}

std::string PercentEncoded(std::string_view text, const char* alphabet, std::string_view left) {
  std::string encoded;
  for (const char c : text) {
    if (IsAlnum(c) || left.find(c) != left.npos) {
      encoded += c;
    } else {
      encoded += '%';
      AddHex(static_cast<unsigned char>(c), 2, alphabet, &encoded);
    }
  }
  return encoded;
}

std::string WithPluses(std::string text) {
  for (size_t at = text.find("%20"); at != text.npos; at = text.find("%20", at)) {
    text.replace(at, 3, "+");
  }
  return text;
}

// The code point that `text` begins with, and how many bytes it has; of what is no UTF-8 a byte.
std::pair<uint32_t, size_t> FirstOf(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  if (size == 1 || size > text.size()) return {first, 1};
  uint32_t code = first & (0x7Fu >> size);
  for (const char next : text.substr(1, size - 1)) {
    code = code << 6 | (static_cast<unsigned char>(next) & 0x3Fu);
  }
  return {code, size};
}

// As JSON has it; with an `alphabet` of hexadecimal digits in ASCII alone.
std::string JsonEscaped(std::string_view text, const char* alphabet) {
  std::string escaped;
  while (!text.empty()) {
    const auto [code, size] = FirstOf(text);
    const std::string_view character = text.substr(0, size);
    text.remove_prefix(size);
    if (code == '"' || code == '\\') {
      escaped.append("\\").append(character);
    } else if (code == '\n' || code == '\t') {
      escaped.append(code == '\n' ? "\\n" : "\\t");
    } else if (code < 0x80 || alphabet == nullptr) {
      escaped += character;
    } else {
      const auto add = [&](uint32_t unit) { AddHex(unit, 4, alphabet, &escaped.append("\\u")); };
      if (code >= 0x10000) add(0xD800 + ((code - 0x10000) >> 10));
      add(code >= 0x10000 ? 0xDC00 + ((code - 0x10000) & 0x3FF) : code);
    }
  }
  return escaped;
}

std::vector<std::string> Encodings(std::string_view text) {
  constexpr const char* kUpper = "0123456789ABCDEF";
  constexpr const char* kLower = "0123456789abcdef";
  std::vector<std::string> encodings = {std::string(text), JsonEscaped(text, nullptr),
                                        JsonEscaped(text, kUpper), JsonEscaped(text, kLower)};
  // What is left alone: by encodeURIComponent, by forms, by encoders after RFC 3986, by URL parsers
  // in a query and in a path.
  for (const std::string_view left :
       {"-_.!~*'()", "-_.*", "-_.~", "-_.!~*()$&+,/:;=?@[]^|{}`%\\", "-_.!~*'()$&+,/:;=@[]|%"}) {
    for (const char* const alphabet : {kUpper, kLower}) {
      encodings.push_back(PercentEncoded(text, alphabet, left));
      encodings.push_back(WithPluses(encodings.back()));
    }
  }
  return encodings;
}

void AddLiterals(std::string_view text, std::vector<Pattern>* patterns) {
  std::vector<std::string> encodings = Encodings(text);
  std::sort(encodings.begin(), encodings.end());
  encodings.erase(std::unique(encodings.begin(), encodings.end()), encodings.end());
  for (std::string& encoding : encodings) {
    Pattern pattern = LiteralPattern(std::move(encoding));
    if (!pattern.text.empty()) patterns->push_back(std::move(pattern));
  }
}

// ---- Base64 ------------------------------------------------------------------------------------

// What stands in base64 for `text` behind `before` bytes, whatever they are: but for letters that
// have bits of these, or of what follows.
Pattern Base64Pattern(std::string_view text, size_t before) {
  constexpr size_t kLetterBits = 6;
  const std::string whole = Base64(std::string(before, '\0').append(text));
  const size_t bits = 8 * (before + text.size());
  const size_t skipped = (8 * before + kLetterBits - 1) / kLetterBits;
  Pattern pattern;
  pattern.text = whole.substr(skipped, bits / kLetterBits - skipped);
  pattern.letters = Letters::kBase64;
  pattern.is_open_before = before > 0;
  pattern.is_open_behind = bits % kLetterBits != 0;
  return pattern;
}

// A line end may go through one anchor, and not at once through another far from it.
void AddOtherAnchor(Pattern pattern, std::vector<Pattern>* patterns) {
  const size_t half = pattern.text.size() / 2;
  const size_t from = pattern.offset < half ? half : 0;
  Plain plain = PlainOf(std::string_view(pattern.text).substr(from, half));
  plain.run_begin += from;
  const size_t first = pattern.offset;
  SetAnchor(plain, &pattern);
  const size_t between = std::max(first, pattern.offset) - std::min(first, pattern.offset);
  if (plain.run_size >= kLeastAnchor && between > kMostAnchor) {
    patterns->push_back(std::move(pattern));
  }
}

void AddBase64(std::string_view text, std::vector<Pattern>* patterns) {
  for (size_t before = 0; before < 3; ++before) {
    Pattern pattern = Base64Pattern(text, before);
    const Plain plain = PlainOf(pattern.text);
    if (plain.run_size >= kLeastAnchor) {
      SetAnchor(plain, &pattern);
      patterns->push_back(pattern);
      AddOtherAnchor(std::move(pattern), patterns);
      continue;
    }
    patterns->push_back(LiteralPattern(pattern.text));
    for (char& c : pattern.text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    if (pattern.text != patterns->back().text) patterns->push_back(LiteralPattern(pattern.text));
  }
}

// ---- A whole secret ----------------------------------------------------------------------------

void AddPiece(std::string_view text, std::vector<Pattern>* patterns) {
  const Plain plain = PlainOf(text);
  if (plain.run_size >= kLeastAnchor && plain.text.size() >= kLeastCompared) {
    Pattern pattern;
    pattern.text = plain.text;
    SetAnchor(plain, &pattern);
    patterns->push_back(std::move(pattern));
  } else {
    AddLiterals(text, patterns);
  }
  AddBase64(text, patterns);
  // A token in a JSON document in base64.
  const std::string escaped = JsonEscaped(text, nullptr);
  if (escaped != text) AddBase64(escaped, patterns);
}

// In pieces of nearly one size, none of which begins within a character.
void AddLine(std::string_view line, std::vector<Pattern>* patterns) {
  for (size_t pieces = (line.size() + kMostPiece - 1) / kMostPiece; pieces > 0; --pieces) {
    size_t size = (line.size() + pieces - 1) / pieces;
    while (size < line.size() && (line[size] & '\xc0') == '\x80') ++size;
    AddPiece(line.substr(0, size), patterns);
    line.remove_prefix(size);
    if (line.empty()) return;
  }
}

void AddLines(std::string_view text, size_t least, std::vector<Pattern>* patterns) {
  const std::string_view whole = Trimmed(text);
  if (!IsLongEnough(whole, least)) return;
  bool has_line = false;
  for (std::string_view rest = whole; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = Trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!IsLongEnough(line, least)) continue;
    AddLine(line, patterns);
    has_line = true;
  }
  if (!has_line) AddLine(whole, patterns);
}

}  // namespace

bool IsLongEnough(std::string_view secret, size_t least) {
  const std::string_view bare = Trimmed(secret);
  const auto count =
      std::count_if(bare.begin(), bare.end(), [](char c) { return (c & '\xc0') != '\x80'; });
  return static_cast<size_t>(count) >= least;
}

std::vector<Pattern> PatternsOf(std::string_view secret, size_t least) {
  std::vector<Pattern> patterns;
  AddLines(secret, least, &patterns);
  for (const std::string& text : StringsOfJson(Trimmed(secret))) AddLines(text, least, &patterns);
  return patterns;
}

Pattern PatternOfName(std::string_view name) {
  Plain plain = PlainOf(name);
  if (plain.run_size == 0) {
    // Of other letters alone.
    if (plain.text.empty()) plain.text = name;
    plain.run_size = plain.text.size();
  }
  Pattern pattern;
  pattern.text = plain.text;
  pattern.letters = Letters::kAnyCase;
  SetAnchor(plain, &pattern);
  return pattern;
}

}  // namespace sendoff::redaction
