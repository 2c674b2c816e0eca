// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff::sources {

// A place in a text: line and column from 0, columns in UTF-16 code units.
struct Place {
  int line;
  int column;
};

// Which place of an author's file a place of the text made from it comes from: the `mappings` of a
// source map (ECMA-426) with one source. Immutable; any thread.
class SourceMap {
 public:
  // None when `mappings` is not well formed.
  static std::optional<SourceMap> Parse(std::string_view mappings);

  // What `Parse` reads.
  std::string Mappings() const;

  // The place from which what stands at `made` was made; none where that is of nobody's writing.
  std::optional<Place> Original(Place made) const;

  // For texts whose first line was taken away, of both.
  void DropFirstLine();

  // Memory that it takes, about.
  size_t bytes() const;

 private:
  struct Segment {
    int made_column;
    std::optional<Place> original;
  };

  std::vector<std::vector<Segment>> lines_;  // of the text that was made, each by column
};

}  // namespace sendoff::sources
