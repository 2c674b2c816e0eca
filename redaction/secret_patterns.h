// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/loose_match.h"

namespace sendoff::redaction {

// What is looked for in a text: a part of it that every encoder leaves alone, and the whole, which
// is compared where that part is found.
struct Pattern {
  std::string text;
  std::string anchor;  // stands in `text` at `offset`
  size_t offset = 0;
  bool is_literal = false;  // `text` stands there as it is, byte for byte, or not at all
  Letters letters = Letters::kExact;

  // A letter of base64 before or behind it has bits of the secret and of its neighbour.
  bool is_open_before = false;
  bool is_open_behind = false;
};

// Whether a text in UTF-8 has so many characters, blanks around it not counted.
bool IsLongEnough(std::string_view secret, size_t least);

// The patterns by which a secret is found, in the text itself and in base64. One of several lines
// is found by each of its lines that has `least` characters, because who prints it may indent or
// break it; a long one in pieces, so that a part of it is hidden, too; a JSON document also by each
// string in it (StringsOfJson), as a key file has them. None where it is shorter than `least`.
std::vector<Pattern> PatternsOf(std::string_view secret, size_t least);

// By which a name is found, in any letter case.
Pattern PatternOfName(std::string_view name);

}  // namespace sendoff::redaction
