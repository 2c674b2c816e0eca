// SPDX-License-Identifier: MIT
#include "report/json/time_text.h"

#include <gtest/gtest.h>

#include <string>

namespace sendoff {
namespace {

// `text` as the log would write it.
std::string Again(const std::string& text) {
  const auto time = FromIso8601(text);
  return time ? ToIso8601(*time) : "none";
}

TEST(TimeText, ReadsWhatItWrites) {
  EXPECT_EQ(Again("2026-11-23T09:30:00.123Z"), "2026-11-23T09:30:00.123Z");
  EXPECT_EQ(Again("2024-02-29T23:59:59.000Z"), "2024-02-29T23:59:59.000Z");
}

TEST(TimeText, ReadsFractionsAndOffsetsAsOtherToolsWriteThem) {
  EXPECT_EQ(Again("2026-11-23T09:30:00Z"), "2026-11-23T09:30:00.000Z");
  EXPECT_EQ(Again("2026-11-23T09:30:00.1+01:00"), "2026-11-23T08:30:00.100Z");
  EXPECT_EQ(Again("2026-11-23T09:30:00.1234567-0530"), "2026-11-23T15:00:00.123Z");
  EXPECT_EQ(Again("2026-11-23T09:30:00"), "2026-11-23T09:30:00.000Z");
}

TEST(TimeText, ReadsNoOtherText) {
  for (const char* text :
       {"", "now", "2026-11-23", "2026-11-23T09:30", "2026-13-01T00:00:00Z",
        "2026-11-23T09:30:00.Z", "2026-11-23T09:30:00+1", "2026-11-23T09:30:00+ab:cd",
        "2026-11-23T09:30:00 UTC", "1582-10-15T00:00:00Z", "9999-01-01T00:00:00Z"}) {
    EXPECT_EQ(Again(text), "none") << text;
  }
}

}  // namespace
}  // namespace sendoff
