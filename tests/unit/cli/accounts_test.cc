// SPDX-License-Identifier: MIT
#include "cli/input/accounts.h"

#include <gtest/gtest.h>

namespace sendoff::cli {
namespace {

using Variables = std::map<std::string, std::string>;

TEST(TakeAccounts, ReadsThemFromBothEnvironmentsAndHidesThemFromTheStep) {
  const char* const environment[] = {"HOME=/", R"(SENDOFF_AUTH_SLACK={"a": 1})",
                                     R"(SENDOFF_AUTH_HUB={"a": 2})", nullptr};
  Variables step = {{"KEY", "v"}, {"SENDOFF_AUTH_HUB", R"({"a": 3})"}};
  const auto accounts = TakeAccounts(environment, &step);
  ASSERT_TRUE(accounts.ok());
  EXPECT_EQ(*accounts, (Variables{{"HUB", R"({"a": 3})"}, {"SLACK", R"({"a": 1})"}}));
  EXPECT_EQ(step, (Variables{{"KEY", "v"}}));
}

TEST(TakeAccounts, NamesTheVariableThatIsNoAccountAndNothingOfItsValue) {
  for (const char* value : {"xoxb-secret", "-", "[\"xoxb-secret\"]", "@/no/such/file"}) {
    const std::string variable = std::string("SENDOFF_AUTH_SLACK=") + value;
    const char* const environment[] = {variable.c_str(), nullptr};
    Variables step;
    const auto accounts = TakeAccounts(environment, &step);
    ASSERT_FALSE(accounts.ok()) << value;
    EXPECT_TRUE(accounts.error().message.starts_with("SENDOFF_AUTH_SLACK")) << value;
    EXPECT_EQ(accounts.error().message.find("xoxb"), std::string::npos) << value;
  }
}

}  // namespace
}  // namespace sendoff::cli
