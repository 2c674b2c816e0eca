// SPDX-License-Identifier: MIT
#include "carrier/messages/json_text.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace sendoff::messages {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Takes one thing after another off the front of a text. Each is false where it is not there whole,
// and then the text is of no use but for another `Take`.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool is_at_end() const { return rest_.empty(); }

  bool Take(char c) { return Take(std::string_view(&c, 1)); }
  bool Take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  void Space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

  // The name of a member, and what stands before its value.
  bool Name() {
    Space();
    if (!String()) return false;
    Space();
    return Take(':');
  }

  // A value that has none in it.
  bool Scalar() { return String() || Number() || Take("true") || Take("false") || Take("null"); }

 private:
  bool String() {
    if (!Take('"')) return false;
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (static_cast<unsigned char>(c) < 0x20) return false;
      rest_.remove_prefix(1);
      if (c == '"') return true;
      if (c == '\\' && !Escape()) return false;
    }
    return false;
  }

  // What follows a backslash.
  bool Escape() {
    if (!Take('u')) return TakeOneOf("\"\\/bfnrt");
    constexpr size_t kDigits = 4;
    for (size_t i = 0; i < kDigits; ++i) {
      if (rest_.empty() || !IsHex(rest_.front())) return false;
      rest_.remove_prefix(1);
    }
    return true;
  }

  bool Number() {
    Take('-');
    if (!Take('0') && !Digits()) return false;
    if (Take('.') && !Digits()) return false;
    if (!TakeOneOf("eE")) return true;
    if (!Take('-')) Take('+');
    return Digits();
  }

  bool Digits() {
    const std::string_view before = rest_;
    while (!rest_.empty() && IsDigit(rest_.front())) rest_.remove_prefix(1);
    return rest_.size() < before.size();
  }

  bool TakeOneOf(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == characters.npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

bool IsJson(std::string_view text) {
  Scanner in(text);
  std::string closers;  // of what is open, the innermost last
  while (true) {
    in.Space();
    if (in.Take('[')) {
      in.Space();
      closers += ']';
      if (!in.Take(']')) continue;
      closers.pop_back();
    } else if (in.Take('{')) {
      in.Space();
      closers += '}';
      if (!in.Take('}')) {
        if (!in.Name()) return false;
        continue;
      }
      closers.pop_back();
    } else if (!in.Scalar()) {
      return false;
    }
    // A value has ended, and perhaps what it is in.
    for (in.Space(); !closers.empty() && in.Take(closers.back()); in.Space()) closers.pop_back();
    if (closers.empty()) return in.is_at_end();
    if (!in.Take(',')) return false;
    if (closers.back() == '}' && !in.Name()) return false;
  }
}

bool IsJsonObject(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && text[first] == '{' && IsJson(text);
}

}  // namespace sendoff::messages
