// SPDX-License-Identifier: MIT
#include "base/saturating.h"

#include <gtest/gtest.h>

namespace sendoff {
namespace {

constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();

TEST(Saturating, NothingWrapsRound) {
  EXPECT_EQ(SaturatingSum({}), 0u);
  EXPECT_EQ(SaturatingSum({1, 2, 3}), 6u);
  EXPECT_EQ(SaturatingSum({kMost - 1, 1}), kMost);
  EXPECT_EQ(SaturatingSum({kMost, 1, 1}), kMost);
  EXPECT_EQ(SaturatingSum({1, kMost, kMost}), kMost);
  EXPECT_EQ(SaturatingProduct(6, 7), 42u);
  EXPECT_EQ(SaturatingProduct(0, kMost), 0u);
  EXPECT_EQ(SaturatingProduct(uint64_t{1} << 32, uint64_t{1} << 32), kMost);
}

}  // namespace
}  // namespace sendoff
