// SPDX-License-Identifier: MIT
#include "report/json/json_writer.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <string>

namespace sendoff {
namespace {

constexpr size_t kLeastCapacity = 4096;
constexpr size_t kIntegerSize = 20;
constexpr size_t kEscapeSize = 6;  // of the longest, \u001F
constexpr size_t kSlice = 4096;    // of a text, for which there is room at once

// A text is looked at eight bytes at a time, of which the first in the text is the lowest here.
using Word = uint64_t;
static_assert(std::endian::native == std::endian::little);

constexpr Word Each(unsigned char byte) { return ~Word{0} / 0xFF * byte; }

// The high bit of each byte of `word` that is less than `limit` <= 128; above the lowest of those
// it may be set in others, too.
constexpr Word Below(Word word, unsigned char limit) {
  return (word - Each(limit)) & ~word & Each(0x80);
}

constexpr Word NeedEscape(Word word) {
  return Below(word, 0x20) | Below(word ^ Each('"'), 1) | Below(word ^ Each('\\'), 1);
}

char ShortEscape(unsigned char byte) {
  switch (byte) {
    case '\b':
      return 'b';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\f':
      return 'f';
    case '\r':
      return 'r';
    case '"':
    case '\\':
      return static_cast<char>(byte);
    default:
      return '\0';
  }
}

char* Escape(unsigned char byte, char* to) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  *to++ = '\\';
  if (const char letter = ShortEscape(byte)) {
    *to++ = letter;
    return to;
  }
  for (const char digit : {'u', '0', '0', kDigits[byte >> 4], kDigits[byte & 15]}) *to++ = digit;
  return to;
}

// Copies a slice of a text, of which each byte takes at most kEscapeSize, to where there is room
// for eight more. Adds the bytes to `seen`.
char* CopyEscaped(std::string_view slice, char* to, Word* seen) {
  const char* from = slice.data();
  const char* const end = from + slice.size();
  while (end - from >= static_cast<ptrdiff_t>(sizeof(Word))) {
    Word word = 0;
    std::memcpy(&word, from, sizeof(word));
    *seen |= word;
    std::memcpy(to, &word, sizeof(word));
    const Word escapes = NeedEscape(word);
    const int plain = escapes == 0 ? int{sizeof(word)} : std::countr_zero(escapes) / 8;
    to += plain;
    from += plain;
    if (escapes != 0) to = Escape(static_cast<unsigned char>(*from++), to);
  }
  for (; from != end; ++from) {
    const auto byte = static_cast<unsigned char>(*from);
    *seen |= byte;
    if (byte >= 0x20 && byte != '"' && byte != '\\') {
      *to++ = *from;
    } else {
      to = Escape(byte, to);
    }
  }
  return to;
}

std::string FromLatin1(std::string_view text) {
  std::string utf8;
  utf8.reserve(text.size() * 2);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0 | (byte >> 6));
      utf8 += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return utf8;
}

}  // namespace

void JsonWriter::Grow(size_t size) {
  capacity_ = std::max({capacity_ * 2, size_ + size, kLeastCapacity});
  auto larger = std::make_unique_for_overwrite<char[]>(capacity_);
  std::copy_n(bytes_.get(), size_, larger.get());
  bytes_ = std::move(larger);
}

char* JsonWriter::Separated(size_t size) {
  char* const to = Room(size + 1);
  if (size_ == 0) return to;
  const char last = to[-1];
  if (last == '{' || last == '[' || last == ':' || last == '\n') return to;
  *to = ',';
  return to + 1;
}

void JsonWriter::Append(std::string_view bytes) {
  EndAt(std::copy_n(bytes.data(), bytes.size(), Room(bytes.size())));
}

void JsonWriter::Open(char bracket) {
  char* to = Separated(1);
  *to++ = bracket;
  EndAt(to);
}

void JsonWriter::Key(std::string_view key) {
  char* to = Separated(key.size() + 3);
  *to++ = '"';
  to = std::copy_n(key.data(), key.size(), to);
  *to++ = '"';
  *to++ = ':';
  EndAt(to);
}

void JsonWriter::Raw(std::string_view json) {
  EndAt(std::copy_n(json.data(), json.size(), Separated(json.size())));
}

template <class T>
void JsonWriter::Integer(T value) {
  char* const to = Separated(kIntegerSize);
  EndAt(std::to_chars(to, to + kIntegerSize, value).ptr);
}

template void JsonWriter::Integer(int);
template void JsonWriter::Integer(uint64_t);

bool JsonWriter::Quote(std::string_view text) {
  std::string_view slice = text.substr(0, kSlice);
  char* to = Separated(slice.size() * kEscapeSize + sizeof(Word) + 2);
  Word seen = 0;
  *to++ = '"';
  to = CopyEscaped(slice, to, &seen);
  for (text.remove_prefix(slice.size()); !text.empty(); text.remove_prefix(slice.size())) {
    EndAt(to);
    slice = text.substr(0, kSlice);
    to = CopyEscaped(slice, Room(slice.size() * kEscapeSize + sizeof(Word) + 1), &seen);
  }
  *to++ = '"';
  EndAt(to);
  return (seen & Each(0x80)) == 0;
}

void JsonWriter::Value(std::string_view text) {
  const size_t start = size_;
  if (Quote(text) || simdjson::validate_utf8(text.data(), text.size())) return;
  size_ = start;
  Quote(FromLatin1(text));
}

void JsonWriter::Value(std::chrono::nanoseconds duration) {
  const auto micros = std::chrono::floor<std::chrono::microseconds>(duration).count();
  const auto thousandths = static_cast<unsigned>(micros < 0 ? -(micros % 1000) : micros % 1000);
  std::array<char, 32> text{};
  char* end = text.data();
  if (micros < 0) *end++ = '-';
  end = std::to_chars(end, text.end(), micros < 0 ? -(micros / 1000) : micros / 1000).ptr;
  *end++ = '.';
  *end++ = static_cast<char>('0' + thousandths / 100);
  *end++ = static_cast<char>('0' + thousandths / 10 % 10);
  *end++ = static_cast<char>('0' + thousandths % 10);
  while (end[-1] == '0' && end[-2] != '.') --end;
  Raw({text.data(), end});
}

}  // namespace sendoff
