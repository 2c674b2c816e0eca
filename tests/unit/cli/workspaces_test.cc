// SPDX-License-Identifier: MIT
#include "cli/input/workspaces.h"

#include <gtest/gtest.h>

namespace sendoff::cli {
namespace {

using Texts = std::vector<std::string>;

TEST(MatchesPatterns, KnowsPartsOfNamesAndAnyNumberOfNames) {
  EXPECT_TRUE(MatchesPatterns({"packages/*"}, "packages/a"));
  EXPECT_TRUE(MatchesPatterns({"./packages/*/"}, "packages/a"));
  EXPECT_TRUE(MatchesPatterns({"p*s/a?"}, "packages/ab"));
  EXPECT_TRUE(MatchesPatterns({"packages/**"}, "packages/a/b/c"));
  EXPECT_TRUE(MatchesPatterns({"**/c"}, "packages/a/b/c"));
  EXPECT_TRUE(MatchesPatterns({"**"}, "a"));
  EXPECT_FALSE(MatchesPatterns({"packages/*"}, "packages/a/b"));
  EXPECT_FALSE(MatchesPatterns({"packages/*"}, "packages"));
  EXPECT_FALSE(MatchesPatterns({"packages/*"}, "packages/.hidden"));
  EXPECT_FALSE(MatchesPatterns({"packages"}, "packages/a"));
  EXPECT_FALSE(MatchesPatterns({}, "a"));
}

TEST(MatchesPatterns, TakesAwayWhatIsMarked) {
  EXPECT_FALSE(MatchesPatterns({"*", "!a"}, "a"));
  EXPECT_TRUE(MatchesPatterns({"*", "!a"}, "b"));
  EXPECT_TRUE(MatchesPatterns({"*", "!a", "a"}, "a"));
}

TEST(MatchesPatterns, ManyStarsTakeNoTime) {
  std::string pattern;
  std::string path;
  for (int i = 0; i < 200; ++i) pattern += "**/";
  for (int i = 0; i < 400; ++i) path += "a/";
  EXPECT_FALSE(MatchesPatterns({pattern + "b"}, path));
}

TEST(PnpmPackages, ReadsBothForms) {
  EXPECT_EQ(PnpmPackages("packages:\n  - a\n\n  # c\n  - 'b/*'  # d\n  - \"!c\"\nx:\n  - d\n"),
            (Texts{"a", "b/*", "!c"}));
  EXPECT_EQ(PnpmPackages("packages:\r\n- a\r\n- b\r\n"), (Texts{"a", "b"}));
  EXPECT_EQ(PnpmPackages("x: 1\npackages: [a, 'b/*',\n  \"c\"]\ny: [d]\n"),
            (Texts{"a", "b/*", "c"}));
}

TEST(PnpmPackages, MakesNothingOfAnythingElse) {
  for (const char* text : {"", "packages:", "packages: {}", "packages: 5", "other:\n  - a\n", "[",
                           "packages: [", "packages:\n  - '", "packages: [']"}) {
    for (const std::string& entry : PnpmPackages(text)) EXPECT_EQ(entry, "") << text;
  }
}

}  // namespace
}  // namespace sendoff::cli
