// SPDX-License-Identifier: MIT
#include "bindings/send/iso_date.h"

#include <gtest/gtest.h>

namespace sendoff::bindings {
namespace {

TEST(IsoDate, IsAsScriptsWriteIt) {
  EXPECT_EQ(IsoDate(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(IsoDate(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(IsoDate(951'827'696'789), "2000-02-29T12:34:56.789Z");
  EXPECT_EQ(IsoDate(253'402'300'799'999), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(IsoDate(253'402'300'800'000), "+010000-01-01T00:00:00.000Z");
  EXPECT_EQ(IsoDate(-62'167'219'200'000), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(IsoDate(-62'167'219'200'001), "-000001-12-31T23:59:59.999Z");
  EXPECT_EQ(IsoDate(8.64e15), "+275760-09-13T00:00:00.000Z");
  EXPECT_EQ(IsoDate(-8.64e15), "-271821-04-20T00:00:00.000Z");
}

}  // namespace
}  // namespace sendoff::bindings
