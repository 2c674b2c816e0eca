// SPDX-License-Identifier: MIT
#include "carrier/process/lock_in_text.h"

#include <gtest/gtest.h>

namespace sendoff::carrier {
namespace {

TEST(LockInText, HasALayerALineAndWhyOneDoesNotHold) {
  const auto layers = ReadLockIn("seccomp\nlandlock: no: none\nempty_root: \n");
  ASSERT_EQ(layers.size(), 3u);
  EXPECT_EQ(layers[0].name, "seccomp");
  EXPECT_TRUE(layers[0].holds);
  EXPECT_EQ(layers[0].reason, "");
  EXPECT_EQ(layers[1].name, "landlock");
  EXPECT_FALSE(layers[1].holds);
  EXPECT_EQ(layers[1].reason, "no: none");
  EXPECT_FALSE(layers[2].holds);
}

TEST(LockInText, MayBeAnything) {
  EXPECT_TRUE(ReadLockIn("").empty());
  EXPECT_EQ(ReadLockIn("\n\n").size(), 2u);
  EXPECT_EQ(ReadLockIn("no end").at(0).name, "no end");
}

}  // namespace
}  // namespace sendoff::carrier
