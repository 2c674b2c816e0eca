// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sendoff::redaction {

// Which characters of a text count as those of a pattern.
enum class Letters {
  kExact,
  kAnyCase,
  kBase64,  // - is + and _ is /, and line ends may stand between
};

// A text as LooseMatch compares it, and of that the longest part that every encoder leaves alone:
// letters, digits, hyphens, points and underscores in a row. Its backslashes are gone, and what is
// percent-encoded in it is decoded.
struct Plain {
  std::string text;
  size_t run_begin = 0;
  size_t run_size = 0;
};
Plain PlainOf(std::string_view text);

// Compares a text with a pattern that may stand there percent-encoded, escaped as in JSON or HTML,
// any of these over another, or as it is; each character for itself, so that it does not matter
// what an encoder leaves alone. Patterns are those that PlainOf makes: backslashes do not count,
// for who escapes doubles them. In bytes of UTF-8, which a text may have as \u escapes, and up to
// U+00FF as single bytes, as fields of HTTP do.
class LooseMatch {
 public:
  static constexpr size_t kNone = static_cast<size_t>(-1);

  // Both must outlive it.
  LooseMatch(std::string_view text, std::string_view pattern, Letters letters)
      : text_(text), pattern_(pattern), letters_(letters) {}

  // Where the rest of the pattern, which is at `from` of it, ends that begins at `at`. kNone:
  // something else stands there. What could be read in two ways is tried in both, up to so many
  // times.
  size_t Forward(size_t at, size_t from, int tries = 8) const;

  // Where the first `to` bytes of the pattern begin that end at `end`, with the backslashes before
  // them; or kNone.
  size_t Backward(size_t end, size_t to, int tries = 8) const;

  // How many bytes of the pattern stand from `at` to the end of the text, where that is before its
  // own end; else 0. Half an escape at the end counts as the next character.
  size_t PrefixFrom(size_t at) const;

 private:
  // So many bytes of the text stand for so many of the pattern. No bytes of the text: none do.
  struct Unit {
    size_t text = 0;
    size_t pattern = 0;
  };

  Unit BareAt(size_t at, char expected) const;
  Unit UnitAt(size_t at, std::string_view rest) const;
  Unit EscapeAt(size_t at, std::string_view rest) const;
  Unit UnitBefore(size_t end, std::string_view head) const;
  Unit EscapeBefore(size_t end, std::string_view head) const;
  Unit CodeUnitBefore(size_t end, std::string_view head) const;
  Unit PercentAt(size_t at, char expected) const;
  Unit PercentBefore(size_t end, char expected) const;
  size_t SkipSlashes(size_t at) const;
  size_t SlashBefore(size_t end) const;
  bool IsSame(char expected, char there) const;
  // Nothing of a pattern: a backslash, and between the letters of base64 a line end.
  bool IsSkipped(char there) const {
    return there == '\\' || (letters_ == Letters::kBase64 && (there == '\r' || there == '\n'));
  }

  const std::string_view text_;
  const std::string_view pattern_;
  const Letters letters_;
};

}  // namespace sendoff::redaction
