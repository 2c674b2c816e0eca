// SPDX-License-Identifier: MIT
#include "request/telltale.h"

#include <array>

namespace sendoff::request {
namespace {

constexpr std::string_view kAfterNull = "/&?#; ,";

constexpr bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

// Where a word may begin behind it, or end before it.
constexpr std::array<bool, 256> kEdges = [] {
  std::array<bool, 256> edges{};
  for (size_t c = 0; c < edges.size(); ++c) edges[c] = !IsWordCharacter(static_cast<char>(c));
  return edges;
}();

bool IsEdge(char c) { return kEdges[static_cast<unsigned char>(c)]; }

// The word at the beginning of `rest`, if it is one of its own. `before` is what stands before it;
// 0: nothing.
std::string_view WordAt(std::string_view rest, char before, std::string_view before_null) {
  for (const std::string_view word : {"undefined", "NaN"}) {
    if (rest.starts_with(word) && (rest.size() == word.size() || IsEdge(rest[word.size()]))) {
      return word;
    }
  }
  constexpr std::string_view kNull = "null";
  if (!rest.starts_with(kNull)) return {};
  const bool begins = before == '\0' || before_null.find(before) != std::string_view::npos;
  const bool ends =
      rest.size() == kNull.size() || kAfterNull.find(rest[kNull.size()]) != std::string_view::npos;
  return begins && ends ? kNull : std::string_view();
}

// Takes one of `forms` off the beginning of `rest`.
bool Skip(std::string_view* rest, std::initializer_list<std::string_view> forms) {
  for (const std::string_view form : forms) {
    if (!rest->starts_with(form)) continue;
    rest->remove_prefix(form.size());
    return true;
  }
  return false;
}

// "[object Promise]" where that begins `rest`, encoded or not.
std::string ObjectAt(std::string_view rest) {
  if (!Skip(&rest, {"[object", "%5Bobject", "%5bobject"}) || !Skip(&rest, {" ", "+", "%20"})) {
    return {};
  }
  size_t size = 0;
  while (size < rest.size() && !IsEdge(rest[size])) ++size;
  const std::string_view name = rest.substr(0, size);
  rest.remove_prefix(size);
  if (size == 0 || !Skip(&rest, {"]", "%5D", "%5d"})) return {};
  return "[object " + std::string(name) + "]";
}

}  // namespace

std::string FindTelltale(std::string_view text, std::string_view before_null) {
  char before = '\0';
  bool at_edge = true;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (at_edge && (c == 'u' || c == 'n' || c == 'N')) {
      const std::string_view word = WordAt(text.substr(i), before, before_null);
      if (!word.empty()) return std::string(word);
    }
    at_edge = IsEdge(c);
    before = c;
    if (c != '[' && c != '%') continue;
    std::string object = ObjectAt(text.substr(i));
    if (!object.empty()) return object;
    if (c == '%') i += 2;
  }
  return {};
}

void WarnOfTelltale(std::string_view what, const std::string& telltale,
                    std::vector<std::string>* warnings) {
  if (telltale.empty()) return;
  warnings->push_back(std::string(what) + " holds `" + telltale +
                      "`, as if a value that it was put together from were missing, or no text");
}

}  // namespace sendoff::request
