// SPDX-License-Identifier: MIT
#include "redaction/text_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "redaction/letters.h"
#include "redaction/loose_match.h"

namespace sendoff::redaction {
namespace {

// What is left of a secret before a cut is hidden from so many bytes on; fewer stand at the end of
// too many texts.
constexpr size_t kLeastPrefix = 3;

std::vector<Pattern> PatternsOfAll(const std::vector<std::string>& secrets, size_t least) {
  std::vector<Pattern> all;
  std::set<std::pair<std::string, size_t>> known;  // texts, and where their anchors are
  for (const std::string& secret : secrets) {
    for (Pattern& pattern : PatternsOf(secret, least)) {
      if (known.emplace(pattern.text, pattern.offset).second) all.push_back(std::move(pattern));
    }
  }
  return all;
}

std::vector<Pattern> PatternsOfNames(const std::vector<std::string>& names) {
  std::vector<Pattern> all;
  std::set<std::string> known;
  for (const std::string& name : names) {
    if (known.insert(Lowered(name)).second) all.push_back(PatternOfName(name));
  }
  return all;
}

std::vector<std::string> AnchorsOf(const std::vector<Pattern>& patterns) {
  std::vector<std::string> anchors;
  anchors.reserve(patterns.size());
  for (const Pattern& pattern : patterns) anchors.push_back(pattern.anchor);
  return anchors;
}

bool IsBase64Letter(char c) { return IsAlnum(c) || c == '+' || c == '/' || c == '-' || c == '_'; }

// With the letters around it that have bits of the secret.
Extent Widened(const Pattern& pattern, std::string_view text, Extent extent) {
  if (pattern.is_open_before && extent.begin > 0 && IsBase64Letter(text[extent.begin - 1])) {
    // Which may be what a backslash stands before.
    --extent.begin;
    while (extent.begin > 0 && text[extent.begin - 1] == '\\') --extent.begin;
  }
  if (pattern.is_open_behind && extent.end < text.size() && IsBase64Letter(text[extent.end])) {
    ++extent.end;
  }
  return extent;
}

// Where the pattern stands whose anchor is at `at`.
std::optional<Extent> FindAround(const Pattern& pattern, std::string_view text, size_t at) {
  const LooseMatch match(text, pattern.text, pattern.letters);
  if (pattern.is_literal) {
    if (!text.substr(at).starts_with(pattern.text)) return std::nullopt;
    return Extent{match.Backward(at, 0), at + pattern.text.size()};
  }
  const size_t end = match.Forward(at, pattern.offset);
  if (end == LooseMatch::kNone) return std::nullopt;
  const size_t begin = match.Backward(at, pattern.offset);
  if (begin == LooseMatch::kNone) return std::nullopt;
  return Widened(pattern, text, {begin, end});
}

// How much of the pattern's beginning stands from `at` to the text's end.
size_t PrefixFrom(const Pattern& pattern, std::string_view text, size_t at) {
  if (!pattern.is_literal) {
    return LooseMatch(text, pattern.text, pattern.letters).PrefixFrom(at);
  }
  return pattern.text.starts_with(text.substr(at)) ? text.size() - at : 0;
}

// Where the longest beginning of the pattern stands at the text's end; at the end: nowhere.
size_t FindPrefix(const Pattern& pattern, std::string_view text) {
  constexpr size_t kMostEncoded = 6;  // bytes for one, as in \u00e9
  const size_t reach = std::min(text.size(), kMostEncoded * pattern.text.size());
  const char first = pattern.text[0];
  for (size_t at = text.size() - reach; at < text.size(); ++at) {
    const char there = text[at];
    const bool may_be_first = there == first || there == '%' || there == '\\' || there == '&' ||
                              there == '+' || there == '-' || there == '_' || (there & '\x80') != 0;
    if (may_be_first && PrefixFrom(pattern, text, at) >= kLeastPrefix) return at;
  }
  return text.size();
}

// Puts kRedacted in the place of each, and once in that of those that touch.
std::string Replaced(std::string_view text, std::vector<Extent> extents) {
  std::sort(extents.begin(), extents.end(),
            [](const Extent& a, const Extent& b) { return a.begin < b.begin; });
  std::string result;
  size_t from = 0;
  for (size_t i = 0; i < extents.size();) {
    Extent whole = std::move(extents[i]);
    for (++i; i < extents.size() && extents[i].begin <= whole.end; ++i) {
      whole.end = std::max(whole.end, extents[i].end);
      if (whole.quote.empty()) whole.quote = std::move(extents[i].quote);
    }
    result.append(text.substr(from, whole.begin - from));
    result.append(whole.quote).append(kRedacted).append(whole.quote);
    from = whole.end;
  }
  return result.append(text.substr(from));
}

}  // namespace

TextRules::TextRules(const std::vector<std::string>& names, const std::vector<std::string>& secrets,
                     size_t least)
    : patterns_(PatternsOfAll(secrets, least)),
      names_(PatternsOfNames(names)),
      secret_search_(AnchorsOf(patterns_), PatternSearch::Case::kExact),
      name_search_(AnchorsOf(names_), PatternSearch::Case::kAny) {}

bool TextRules::HasName(std::string_view name) const {
  return std::any_of(names_.begin(), names_.end(), [name](const Pattern& pattern) {
    return pattern.text.size() == name.size() &&
           std::equal(name.begin(), name.end(), pattern.text.begin(),
                      [](char a, char b) { return Lower(a) == Lower(b); });
  });
}

std::optional<std::string> TextRules::Redacted(std::string_view text, TextKind kind) const {
  Extents extents;
  FindSecrets(text, &extents);
  FindValues(text, &extents);
  if (kind == TextKind::kCut) FindCut(text, &extents);
  if (kind == TextKind::kMessage) FindCutsInMessage(text, &extents);
  if (extents.empty()) return std::nullopt;
  return Replaced(text, std::move(extents));
}

void TextRules::FindSecrets(std::string_view text, Extents* extents) const {
  secret_search_.ForEach(text, [&](uint32_t index, size_t at) {
    const std::optional<Extent> found = FindAround(patterns_[index], text, at);
    if (found) extents->push_back(*found);
  });
}

void TextRules::FindValues(std::string_view text, Extents* extents) const {
  size_t hidden = 0;  // up to there: what is named within a value goes with it
  name_search_.ForEach(text, [&](uint32_t index, size_t at) {
    if (at < hidden) return;
    const std::optional<Extent> name = FindAround(names_[index], text, at);
    if (!name) return;
    std::optional<Extent> value = FindNamedValue(text, name->begin, name->end);
    if (!value) return;
    hidden = value->end;
    extents->push_back(std::move(*value));
  });
}

void TextRules::FindCut(std::string_view text, Extents* extents) const {
  for (const Pattern& pattern : patterns_) {
    const size_t begin = FindPrefix(pattern, text);
    if (begin < text.size()) extents->push_back(Widened(pattern, text, {begin, text.size()}));
  }
}

void TextRules::FindCutsInMessage(std::string_view text, Extents* extents) const {
  for (const std::string_view mark : {"...", "\u2026"}) {
    size_t at = text.find(mark);
    while (at != text.npos) {
      FindCut(text.substr(0, at), extents);
      const size_t behind = text.find_first_not_of('.', at + mark.size());
      at = behind == text.npos ? behind : text.find(mark, behind);
    }
  }
}

}  // namespace sendoff::redaction
