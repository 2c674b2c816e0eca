// SPDX-License-Identifier: MIT
// That it reads as Node does is in tests/e2e/environment.test.mjs, beside Node; here is what is not
// so.
#include "cli/input/env_file.h"

#include <gtest/gtest.h>

#include "cli/input/environment.h"

namespace sendoff::cli {
namespace {

using Variables = std::map<std::string, std::string>;

TEST(EnvFile, LeavesOutWhatIsNoVariableAndSaysWhere) {
  const auto file = ParseEnvFile("A=1\nnonsense\n = x\n\t# indented\nB=2 # c\n#C=3", ".env");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->variables, (Variables{{"A", "1"}, {"B", "2"}}));
  ASSERT_EQ(file->warnings.size(), 2u);
  EXPECT_TRUE(file->warnings[0].starts_with(".env:2 is left out: expected NAME=VALUE"));
  EXPECT_TRUE(file->warnings[1].starts_with(".env:3 is left out"));
}

TEST(EnvFile, AnEmptyOneIsAWarning) {
  for (const char* text : {"", "\r\n", "# only a comment"}) {
    const auto file = ParseEnvFile(text, ".env");
    ASSERT_TRUE(file.ok());
    EXPECT_EQ(file->warnings, std::vector<std::string>{".env holds no variable"});
  }
}

TEST(EnvFile, RefusesANul) {
  using namespace std::string_view_literals;
  const auto file = ParseEnvFile("A=1\nB=x\0y\n"sv, ".env");
  ASSERT_FALSE(file.ok());
  EXPECT_TRUE(file.error().message.starts_with(".env:2: a NUL character"));
}

Result<Variables> Environment(const std::vector<std::string>& arguments) {
  const char* const shell[] = {"KEY=from the shell", "KEYS=other", "EMPTY=", nullptr};
  std::vector<std::string> warnings;
  return ReadEnvironment(arguments, shell, &warnings);
}

TEST(Environment, TakesNamesOfTheShellAndValuesTheLastOneWinning) {
  EXPECT_EQ(*Environment({"KEY", "A=b=c", "EMPTY"}),
            (Variables{{"KEY", "from the shell"}, {"A", "b=c"}, {"EMPTY", ""}}));
  EXPECT_EQ(*Environment({"KEY", "KEY=mine"}), (Variables{{"KEY", "mine"}}));
  EXPECT_EQ(*Environment({"KEY=mine", "KEY"}), (Variables{{"KEY", "from the shell"}}));
  EXPECT_EQ(*Environment({}), Variables());
}

TEST(Environment, SaysWhatToDoAboutWhatIsNotThere) {
  const std::string name = Environment({"NO_SUCH_NAME"}).error().message;
  EXPECT_TRUE(name.starts_with("--env: cannot read NO_SUCH_NAME")) << name;
  EXPECT_NE(name.find("--env NO_SUCH_NAME=VALUE"), std::string::npos) << name;
  const std::string file = Environment({"/no/such/.env"}).error().message;
  EXPECT_NE(file.find("such as --env .env"), std::string::npos) << file;
  EXPECT_FALSE(Environment({"a b=c"}).ok()) << "no name of a variable, and no file";
}

}  // namespace
}  // namespace sendoff::cli
