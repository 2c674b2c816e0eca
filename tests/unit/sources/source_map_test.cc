// SPDX-License-Identifier: MIT
#include "sources/source_map.h"

#include <gtest/gtest.h>

#include <string>

namespace sendoff::sources {
namespace {

// "line:column" of where a place comes from, or "none".
std::string From(const SourceMap& map, int line, int column) {
  const std::optional<Place> place = map.Original({line, column});
  if (!place) return "none";
  return std::to_string(place->line) + ":" + std::to_string(place->column);
}

TEST(SourceMap, FindsTheSegmentThatAPlaceIsIn) {
  // Line 0: column 0 from 0:0, column 4 from 0:8. Line 2: column 2 from 1:0, column 3 from nowhere.
  const auto map = SourceMap::Parse("AAAA,IAAQ;;EACR,C");
  ASSERT_TRUE(map);
  EXPECT_EQ(From(*map, 0, 0), "0:0");
  EXPECT_EQ(From(*map, 0, 3), "0:0");
  EXPECT_EQ(From(*map, 0, 4), "0:8");
  EXPECT_EQ(From(*map, 0, 999), "0:8");
  EXPECT_EQ(From(*map, 1, 0), "none");
  EXPECT_EQ(From(*map, 2, 1), "none");
  EXPECT_EQ(From(*map, 2, 2), "1:0");
  EXPECT_EQ(From(*map, 2, 3), "none");
  EXPECT_EQ(From(*map, 3, 0), "none");
  EXPECT_EQ(From(*map, -1, 0), "none");
}

TEST(SourceMap, ReadsNumbersOfSeveralDigitsAndNames) {
  const auto map = SourceMap::Parse("gBAAgBA;AAAjB");  // 16, 0, 0, 16, name 0; then -17
  EXPECT_FALSE(map) << "a column below 0";
  const auto good = SourceMap::Parse("gBAAgBA;AAAhB");  // ... -16
  ASSERT_TRUE(good);
  EXPECT_EQ(From(*good, 0, 16), "0:16");
  EXPECT_EQ(From(*good, 1, 0), "0:0");
}

TEST(SourceMap, RefusesWhatIsMalformed) {
  for (const char* text : {"AA", "AAA", "AAAAAA", "A!AA", "g", "ggggggggB", "AAAA,,AAAA ", "D",
                           "AADA", "+++++++++A"}) {
    EXPECT_FALSE(SourceMap::Parse(text)) << text;
  }
  EXPECT_TRUE(SourceMap::Parse(""));
}

TEST(SourceMap, ForgetsAFirstLineThatWasPutBefore) {
  auto map = SourceMap::Parse("AAAA;EACE;AADA");  // 1:2 from 1:2, 2:0 from 0:2
  ASSERT_TRUE(map);
  map->DropFirstLine();
  EXPECT_EQ(From(*map, 0, 2), "0:2");
  EXPECT_EQ(From(*map, 1, 0), "none");
}

TEST(SourceMap, IsReadAsItWasWritten) {
  for (const char* mappings : {"", ";", "AAAA,IAAQ;;EACR,C;", "gBAAgBA;AAAhB;;;"}) {
    const auto map = SourceMap::Parse(mappings);
    ASSERT_TRUE(map) << mappings;
    const auto again = SourceMap::Parse(map->Mappings());
    ASSERT_TRUE(again) << mappings;
    EXPECT_EQ(again->bytes(), map->bytes()) << mappings;
    for (int line = 0; line < 5; ++line) {
      for (int column = 0; column < 20; ++column) {
        EXPECT_EQ(From(*again, line, column), From(*map, line, column)) << mappings;
      }
    }
  }
}

TEST(SourceMap, WritesThePlainNumbersOfOthers) {
  EXPECT_EQ(SourceMap::Parse("AAAA,IAAQ;;EACR,C")->Mappings(), "AAAA,IAAQ;;EACR,C;");
  EXPECT_EQ(SourceMap::Parse("+/////DA+/////D+/////D")->Mappings(), "+/////DA+/////D+/////D;");
}

}  // namespace
}  // namespace sendoff::sources
