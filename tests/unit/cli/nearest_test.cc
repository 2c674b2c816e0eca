// SPDX-License-Identifier: MIT
#include "cli/nearest.h"

#include <gtest/gtest.h>

namespace sendoff::cli {
namespace {

TEST(Nearest, FindsWhatWasMeantAndNothingFarAway) {
  const std::vector<std::string> flags = {"--event", "--env", "--memory", "--json"};
  EXPECT_EQ(Nearest("--evnt", flags), "--event");
  EXPECT_EQ(Nearest("--meomry", flags), "--memory");
  EXPECT_EQ(Nearest("--jsn", flags), "--json");
  EXPECT_EQ(Nearest("--colour", flags), "");
  EXPECT_EQ(Nearest("", flags), "");
  EXPECT_EQ(Nearest("--json", {}), "");
  EXPECT_EQ(Nearest(std::string(100'000, 'x'), flags), "");
  EXPECT_EQ(Nearest("rnu", {"run", "sink", "help"}), "run");
  EXPECT_EQ(DidYouMean("rnu", {"run"}), "; did you mean run?");
  EXPECT_EQ(DidYouMean("xyz", {"run"}), "");
}

}  // namespace
}  // namespace sendoff::cli
