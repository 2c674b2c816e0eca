// SPDX-License-Identifier: MIT
#include "runtime/leavings/warnings.h"

#include <gtest/gtest.h>

#include <string>

#include "base/text_encoding.h"

namespace sendoff::runtime {
namespace {

TEST(Warnings, EachTextCountsOnceAndThereIsAnEnd) {
  Warnings warnings;
  for (int i = 0; i < 200; ++i) {
    warnings.Add("a");
    warnings.Add(std::to_string(i));
  }
  EXPECT_EQ(warnings.Take().size(), 100u);
}

TEST(Warnings, ALongOneIsCutBetweenCharacters) {
  Warnings warnings;
  for (const std::string start : {"", "a", "ab"}) {
    std::string text = start;
    while (text.size() < 70'000) text += "\xe2\x82\xac";
    warnings.Add(text);
  }
  for (const std::string& text : warnings.Take()) {
    EXPECT_TRUE(IsUtf8(text));
    EXPECT_GT(text.size(), size_t{(64 << 10) - 3});
    EXPECT_LE(text.size(), size_t{64 << 10});
  }
}

}  // namespace
}  // namespace sendoff::runtime
