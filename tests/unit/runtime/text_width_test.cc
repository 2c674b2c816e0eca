// SPDX-License-Identifier: MIT
#include "runtime/natives/text_width.h"

#include <gtest/gtest.h>

#include <utility>

namespace sendoff::runtime {
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

}  // namespace
}  // namespace sendoff::runtime
