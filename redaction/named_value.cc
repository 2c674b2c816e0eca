// SPDX-License-Identifier: MIT
#include "redaction/named_value.h"

#include <algorithm>

#include "redaction/letters.h"

namespace sendoff::redaction {
namespace {

constexpr size_t kMostHead = 1024;     // bytes of the head of a part of multipart/form-data
constexpr size_t kMostBrackets = 100;  // bytes of what follows a name to say which member it is

bool IsQuote(char c) { return c == '"' || c == '\'' || c == '`'; }
bool IsWord(char c) { return IsAlnum(c) || c == '_' || c == '-' || (c & '\x80') != 0; }

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  std::optional<Extent> Find(size_t begin, size_t end) const {
    if (const auto quoted = FindBehindQuoted(begin, end)) return *quoted;
    return IsWordStart(begin) ? FindBehindBare(end) : std::nullopt;
  }

  // Where what begins with { or [ ends; at the text's end where it has none. `slashes` stand before
  // each quote of it.
  size_t EndOfNested(size_t at, size_t slashes) const {
    size_t depth = 0;
    while (at < text_.size()) {
      const char c = text_[at];
      if (IsQuote(c) && SlashesBefore(at, 0) == slashes) {
        at = CloseQuote(at + 1, c, slashes).after;
        continue;
      }
      ++at;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return at;
    }
    return at;
  }

  struct Closing {
    size_t content_end;
    size_t after;
  };

  // Where a text within quotes ends that begins at `from`. A quote in it has more backslashes than
  // those around it: as many times twice as it was escaped.
  Closing CloseQuote(size_t from, char quote, size_t slashes) const {
    for (size_t at = text_.find(quote, from); at != text_.npos; at = text_.find(quote, at + 1)) {
      const size_t before = SlashesBefore(at, from);
      if (before < slashes) continue;
      const size_t more = before - slashes;
      if (more % (slashes + 1) == 0 && more / (slashes + 1) % 2 == 0) {
        return {at - slashes, at + 1};
      }
    }
    return {text_.size(), text_.size()};
  }

  size_t SkipBlanks(size_t at) const {
    while (at < text_.size() && IsBlank(text_[at])) ++at;
    return at;
  }

  size_t EndOfAtom(size_t at) const { return FindAnyOf(at, ",}] \t\r\n\\\"'`"); }

 private:
  char At(size_t at) const { return at < text_.size() ? text_[at] : '\0'; }

  size_t FindAnyOf(size_t from, std::string_view characters) const {
    return std::min(text_.find_first_of(characters, from), text_.size());
  }

  size_t SlashesBefore(size_t at, size_t from) const {
    size_t count = 0;
    while (at - count > from && text_[at - count - 1] == '\\') ++count;
    return count;
  }

  size_t SlashesAt(size_t at) const {
    size_t count = 0;
    while (At(at + count) == '\\') ++count;
    return count;
  }

  // None: the name does not stand alone within quotes.
  std::optional<std::optional<Extent>> FindBehindQuoted(size_t begin, size_t end) const {
    if (begin == 0 || !IsQuote(text_[begin - 1])) return std::nullopt;
    const char quote = text_[begin - 1];
    const size_t slashes = SlashesBefore(begin - 1, 0);
    if (SlashesAt(end) != slashes || At(end + slashes) != quote) return std::nullopt;
    const size_t behind = end + slashes + 1;
    if (text_.substr(0, begin - 1 - slashes).ends_with("name=")) {
      return FindPart(begin, behind);
    }
    const size_t sign = SkipBlanks(behind);
    const size_t next = SkipBlanks(sign + 1);
    if (At(sign) == ':') return FindJsonValue(next, slashes, quote);
    return At(sign) == ',' ? FindPaired(next, slashes, quote) : std::optional<Extent>();
  }

  // In a list where values follow their names, as HTTP's fields are often told; or as in HAR, where
  // {"name": name, "value": value} is one.
  std::optional<Extent> FindPaired(size_t at, size_t slashes, char quote) const {
    if (SlashesAt(at) != slashes || !IsQuote(At(at + slashes))) return std::nullopt;
    const size_t content = at + slashes + 1;
    const Closing closing = CloseQuote(content, text_[content - 1], slashes);
    const size_t sign = SkipBlanks(closing.after);
    const Extent extent = {content, closing.content_end};
    if (At(sign) != ':') return NonEmpty(extent);
    if (text_.substr(content, closing.content_end - content) != "value") return std::nullopt;
    return FindJsonValue(SkipBlanks(sign + 1), slashes, quote);
  }

  std::optional<Extent> FindJsonValue(size_t at, size_t slashes, char quote) const {
    if (const auto quoted = FindQuoted(at, slashes)) return *quoted;
    std::string around = std::string(slashes, '\\') + '"';
    if (quote != '"') around.clear();
    return FindUnquoted(at, EndOfAtom(at), slashes, around);
  }

  // What stands in quotes, without them; none: nothing does.
  std::optional<std::optional<Extent>> FindQuoted(size_t at, size_t slashes) const {
    if (SlashesAt(at) != slashes || !IsQuote(At(at + slashes))) return std::nullopt;
    const size_t content = at + slashes + 1;
    Closing closing = CloseQuote(content, text_[content - 1], slashes);
    // As Node prints a text of several lines: one in quotes for each, and + between.
    while (slashes == 0 && text_.substr(closing.after, 3) == " +\n") {
      const size_t next = SkipBlanks(closing.after + 3);
      if (!IsQuote(At(next))) break;
      closing = CloseQuote(next + 1, text_[next], 0);
    }
    return NonEmpty({content, closing.content_end});
  }

  std::optional<Extent> FindUnquoted(size_t at, size_t end_of_atom, size_t slashes,
                                     const std::string& around) const {
    const bool is_nested = At(at) == '{' || At(at) == '[';
    const size_t end = is_nested ? EndOfNested(at, slashes) : end_of_atom;
    if (text_.substr(at, end - at) == "null") return std::nullopt;
    return NonEmpty({at, end, around});
  }

  static std::optional<Extent> NonEmpty(Extent extent) {
    if (extent.begin >= extent.end) return std::nullopt;
    return extent;
  }

  // Whether no word goes on there.
  bool IsWordStart(size_t begin) const {
    if (begin == 0) return true;
    const char before = text_[begin - 1];
    if (begin >= 3 && text_[begin - 3] == '%') {
      if (const int byte = HexNumber(text_, begin - 2, 2); byte >= 0) {
        return !IsWord(static_cast<char>(byte));
      }
    }
    if (begin >= 2 && text_[begin - 2] == '\\' &&
        (before == 'n' || before == 'r' || before == 't')) {
      return true;
    }
    return !IsWord(before);
  }

  // Past what makes a list or a member of the name: [], [0], also percent-encoded.
  size_t SkipBrackets(size_t at) const {
    for (;;) {
      const std::string near = Lowered(text_.substr(at, kMostBrackets));
      const size_t end = std::min(near.find_first_of("&= \t\r\n\""), near.size());
      const bool is_plain = near.starts_with(']') || near.starts_with('[');
      const bool is_coded = near.starts_with("%5d") || near.starts_with("%5b");
      const std::string_view sign = is_plain ? "]" : "%5d";
      const size_t close = is_plain || is_coded ? near.find(sign) : near.npos;
      if (close >= end) return at;
      at += close + sign.size();
    }
  }

  std::optional<Extent> FindBehindBare(size_t end) const {
    const size_t at = SkipBrackets(end);
    if (Lowered(text_.substr(at, 3)) == "%3d") return FindCoded(at + 3);
    const size_t sign = SkipBlanks(at);
    if (At(sign) == '=' && At(sign + 1) != '=') {
      return FindAssigned(sign == at ? sign + 1 : SkipBlanks(sign + 1), "&# \t\r\n\"'`<>\\");
    }
    if (At(sign) != ':') return std::nullopt;
    std::optional<Extent> value = FindAssigned(SkipBlanks(sign + 1), "\r\n\"'`<>{}[]\\,");
    while (value && value->quote.empty() && value->begin < value->end &&
           IsBlank(text_[value->end - 1])) {
      --value->end;
    }
    return value;
  }

  std::optional<Extent> FindAssigned(size_t at, std::string_view ends) const {
    const size_t slashes = SlashesAt(at);
    if (const auto quoted = FindQuoted(at, slashes)) return *quoted;
    return FindUnquoted(at, FindAnyOf(at, ends), slashes, "");
  }

  // In a query that has been encoded as a whole, to stand in another.
  std::optional<Extent> FindCoded(size_t at) const {
    const size_t end = FindAnyOf(at, "&# \t\r\n\"'`<>\\");
    return NonEmpty({at, at + std::min(text_.substr(at, end - at).find("%26"), end - at)});
  }

  // The content of the part whose name is at `begin`, the head of which goes on at `at`.
  std::optional<Extent> FindPart(size_t begin, size_t at) const {
    for (const std::string_view line_end : {"\r\n", "\\r\\n"}) {
      const std::string head_end = std::string(line_end).append(line_end);
      const size_t head = text_.substr(at, kMostHead).find(head_end);
      if (head == text_.npos) continue;
      const size_t content = at + head + head_end.size();
      return NonEmpty(
          {content, std::min(text_.find(DelimiterBefore(begin, line_end), content), text_.size())});
    }
    return std::nullopt;
  }

  // The line that begins with two hyphens, with the line end before it, as it stands behind parts.
  std::string DelimiterBefore(size_t begin, std::string_view line_end) const {
    const size_t least = begin - std::min(begin, kMostHead);
    const size_t line = text_.substr(0, begin).rfind("--");
    std::string delimiter(line_end);
    if (line == text_.npos || line < least) return delimiter.append("--");
    // A boundary may itself begin with hyphens.
    size_t first = line;
    while (first > 0 && text_[first - 1] == '-') --first;
    return delimiter.append(text_.substr(first, text_.find(line_end, first) - first));
  }

  const std::string_view text_;
};

}  // namespace

std::optional<Extent> FindNamedValue(std::string_view text, size_t begin, size_t end) {
  return Finder(text).Find(begin, end);
}

size_t EndOfJsonValue(std::string_view json, size_t at) {
  const Finder finder(json);
  at = finder.SkipBlanks(at);
  if (at == json.size()) return at;
  if (json[at] == '{' || json[at] == '[') return finder.EndOfNested(at, 0);
  if (json[at] == '"') return finder.CloseQuote(at + 1, '"', 0).after;
  return finder.EndOfAtom(at);
}

}  // namespace sendoff::redaction
