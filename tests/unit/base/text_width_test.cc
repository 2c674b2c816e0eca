// SPDX-License-Identifier: MIT
#include "base/text_width.h"

#include <gtest/gtest.h>

#include <utility>

namespace sendoff {
namespace {

// As Node counts them.
TEST(TextWidth, CountsColumns) {
  for (const auto& [text, columns] : {
           std::pair{"", 0u}, std::pair{"plain", 5u}, std::pair{"\u00fc\u00a9\u2122\u2764", 4u},
           std::pair{"\u6f22\u5b57", 4u},          // Han
           std::pair{"\uff71", 1u},                // halfwidth
           std::pair{"e\u0301", 1u},               // a combining accent
           std::pair{"a\u00ad", 2u},               // a soft hyphen
           std::pair{"a\u0085\u200d", 1u},         // a control character, a joiner
           std::pair{"\U0001f600", 2u},            // a face
           std::pair{"\U0001f1e9\U0001f1ea", 4u},  // a flag
           std::pair{"\xff", 1u},                  // no UTF-8
       }) {
    EXPECT_EQ(ColumnsOf(text), columns) << text;
  }
}

TEST(TextWidth, FindsWhereAColumnEnds) {
  EXPECT_EQ(FirstColumns("plain", 9), "plain");
  EXPECT_EQ(FirstColumns("plain", 2), "pl");
  EXPECT_EQ(FirstColumns("\u6f22\u5b57", 3), "\u6f22") << "half a character is none";
  EXPECT_EQ(FirstColumns("e\u0301x", 1), "e\u0301") << "its accent stays with it";
  EXPECT_EQ(FirstColumns("x", 0), "");
}

}  // namespace
}  // namespace sendoff
