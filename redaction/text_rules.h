// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/named_value.h"
#include "redaction/pattern_search.h"
#include "redaction/secret_patterns.h"

namespace sendoff::redaction {

// What stands in a text in a secret's place.
inline constexpr std::string_view kRedacted = "[redacted]";

// What a text may be.
enum class TextKind {
  kWhole,
  kCut,      // a body of which only the beginning is kept: it may end within a secret
  kMessage,  // for people: what is cut in it ends in "..."
};

// Names and secrets, ready to be looked for. Immutable; any thread.
class TextRules {
 public:
  // None of `names` is empty. Secrets of fewer than `least` characters are left out.
  TextRules(const std::vector<std::string>& names, const std::vector<std::string>& secrets,
            size_t least);

  bool empty() const { return patterns_.empty() && names_.empty(); }

  // Whether the value of a field of that name is hidden.
  bool HasName(std::string_view name) const;

  // The text with kRedacted in the place of what is hidden; none where that is nothing.
  std::optional<std::string> Redacted(std::string_view text, TextKind kind) const;

 private:
  using Extents = std::vector<Extent>;

  void FindSecrets(std::string_view text, Extents* extents) const;
  void FindValues(std::string_view text, Extents* extents) const;
  // A part of a secret, where the text was cut within it.
  void FindCut(std::string_view text, Extents* extents) const;
  void FindCutsInMessage(std::string_view text, Extents* extents) const;

  std::vector<Pattern> patterns_;
  std::vector<Pattern> names_;
  PatternSearch secret_search_;
  PatternSearch name_search_;
};

// The same of a JSON document, which stays one.
std::optional<std::string> RedactedJson(const TextRules& rules, std::string_view json);

}  // namespace sendoff::redaction
