// SPDX-License-Identifier: MIT
#include "redaction/pattern_search.h"

#include <gtest/gtest.h>

#include <utility>

namespace sendoff::redaction {
namespace {

using Found = std::vector<std::pair<uint32_t, size_t>>;

Found Find(std::vector<std::string> needles, std::string_view text,
           PatternSearch::Case letter_case = PatternSearch::Case::kExact) {
  Found found;
  PatternSearch(std::move(needles), letter_case).ForEach(text, [&](uint32_t index, size_t place) {
    found.emplace_back(index, place);
  });
  return found;
}

TEST(PatternSearch, FindsEachPlaceOfEachNeedle) {
  EXPECT_EQ(Find({"abcd"}, "abcd.abcd"), (Found{{0, 0}, {0, 5}}));
  EXPECT_EQ(Find({"xyz", "abcdefghijkl"}, "abcdefghijklxyz"), (Found{{1, 0}, {0, 12}}));
  EXPECT_EQ(Find({"aaaa"}, "aaaaaa"), (Found{{0, 0}, {0, 1}, {0, 2}}));
  EXPECT_EQ(Find({"a"}, "banana"), (Found{{0, 1}, {0, 3}, {0, 5}}));
}

TEST(PatternSearch, TakesLettersOfEitherCaseForTheSameWhereThatIsAsked) {
  EXPECT_EQ(Find({"ToKeN"}, "tOkEn", PatternSearch::Case::kAny), (Found{{0, 0}}));
  EXPECT_EQ(Find({"ToKeN"}, "tOkEn"), Found{});
  EXPECT_EQ(Find({"a[b"}, "a{b", PatternSearch::Case::kAny), Found{}) << "one bit is between";
  EXPECT_EQ(Find({"\xC3\xA9t\xC3\xA9"}, "\xC3\xA9t\xC3\xA9"), (Found{{0, 0}}));
}

TEST(PatternSearch, FindsNothingWhereThereIsNothing) {
  EXPECT_EQ(Find({}, "abcd"), Found{});
  EXPECT_EQ(Find({"abcd"}, ""), Found{});
  EXPECT_EQ(Find({"abcd"}, "abc"), Found{});
  EXPECT_EQ(Find({"abcdefgh", "abcd"}, "abcdefg"), (Found{{1, 0}})) << "the longer is cut";
}

TEST(PatternSearch, NeedlesThatEndTheSameAreAllFound) {
  const Found found =
      Find({"11token1", "22token1", "11token1more", "token1"}, "22token1 11token1more");
  EXPECT_EQ(found.size(), 5u);
}

}  // namespace
}  // namespace sendoff::redaction
