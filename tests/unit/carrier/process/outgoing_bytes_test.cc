// SPDX-License-Identifier: MIT
#include "carrier/process/outgoing_bytes.h"

#include <gtest/gtest.h>

#include <string>

namespace sendoff::carrier {
namespace {

TEST(OutgoingBytes, GoInTheirOrder) {
  OutgoingBytes bytes;
  EXPECT_TRUE(bytes.empty());
  bytes.Append("abc");
  bytes.Append("def");
  EXPECT_EQ(bytes.rest(), "abcdef");
  bytes.Remove(4);
  EXPECT_EQ(bytes.rest(), "ef");
  bytes.Append("g");
  EXPECT_EQ(bytes.rest(), "efg");
  EXPECT_EQ(bytes.size(), 3u);
  bytes.Clear();
  EXPECT_TRUE(bytes.empty());
}

// As of a worker that reads, but never all.
TEST(OutgoingBytes, TakeNoMoreMemoryTheLongerTheyWait) {
  OutgoingBytes bytes;
  const std::string more(1000, 'a');
  bytes.Append(more);
  for (int i = 0; i < 100'000; ++i) {
    bytes.Append(more);
    bytes.Remove(more.size());
  }
  EXPECT_EQ(bytes.size(), more.size());
  EXPECT_LT(bytes.memory(), 10 * more.size());
}

TEST(OutgoingBytes, GiveTheirMemoryBack) {
  OutgoingBytes bytes;
  bytes.Append(std::string(8 << 20, 'a'));
  bytes.Clear();
  EXPECT_LT(bytes.memory(), 1u << 20);
}

}  // namespace
}  // namespace sendoff::carrier
