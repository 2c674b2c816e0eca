// SPDX-License-Identifier: MIT
#include "cli/input/input.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace sendoff::cli {
namespace {

// A file with `text` in it, for the time of a test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text)
      : path_(testing::TempDir() + "sendoff-input-" +
              testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::FILE* file = std::fopen(path_.c_str(), "wb");
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
  }
  ~TemporaryFile() { std::remove(path_.c_str()); }

  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

TEST(ReadJsonArgument, TakesTheTextItself) {
  EXPECT_EQ(*ReadJsonArgument("--event", R"({"a": 1})"), R"({"a": 1})");
}

TEST(ReadJsonArgument, TakesAFile) {
  const TemporaryFile file("[1, 2]");
  EXPECT_EQ(*ReadJsonArgument("--event", "@" + file.path()), "[1, 2]");
}

TEST(ReadJsonArgument, SaysWhereTheTextStopsBeingJson) {
  const auto result = ReadJsonArgument("--event", "{\n  \"a\": 1,\n  b: 2\n}");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::kUsage);
  EXPECT_NE(result.error().message.find("--event is not JSON, at line 3, column 3"),
            std::string::npos)
      << result.error().message;
}

TEST(ReadJsonArgument, RefusesBytesThatAreNotUtf8) {
  EXPECT_FALSE(ReadJsonArgument("--event", "\"\xff\"").ok());
}

TEST(ReadJsonArgument, NamesTheFlagAndTheFileThatIsNotThere) {
  const auto result = ReadJsonArgument("--props", "@/no/such/file");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::kIo);
  EXPECT_EQ(result.error().message,
            "--props: cannot read /no/such/file: No such file or directory");
}

TEST(ReadJsonArgument, ANulIsNoEnd) {
  using namespace std::string_literals;
  for (const std::string& text :
       {"{}\0"s, "{\"a\": 1}\n\0junk"s, "[1,\0 2]"s, "\0"s, "{\"a\": \"x\0y\"}"s}) {
    const TemporaryFile file(text);
    const auto result = ReadJsonArgument("--event", "@" + file.path());
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().code, ErrorCode::kUsage);
    EXPECT_NE(result.error().message.find("a NUL character"), std::string::npos)
        << result.error().message;
  }
  const TemporaryFile file("{\n  \"a\": \0}"s);
  EXPECT_NE(ReadJsonArgument("--event", "@" + file.path())
                .error()
                .message.find("--event is not JSON, at line 2, column 8"),
            std::string::npos);
}

TEST(ReadJsonArgument, BearsDeepNesting) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_TRUE(ReadJsonArgument("--event", deep).ok());
}

TEST(ReadJsonArgument, TakesAByteOrderMarkAndNamesOtherEncodings) {
  const TemporaryFile marked("\xef\xbb\xbf{\"a\": 1}\r\n");
  EXPECT_EQ(*ReadJsonArgument("--event", "@" + marked.path()), "{\"a\": 1}\r\n");
  EXPECT_NE(ReadJsonArgument("--event", "\"caf\xe9\"").error().message.find("Latin-1"),
            std::string::npos);
  const TemporaryFile wide(std::string("\xff\xfe{\0}\0", 6));
  EXPECT_TRUE(ReadJsonArgument("--event", "@" + wide.path())
                  .error()
                  .message.starts_with("--event is in UTF-16; save it as UTF-8"));
}

TEST(ReadJsonArgument, AsksWhetherTheFileOfThatNameWasMeant) {
  const TemporaryFile file("{}");
  const auto result = ReadJsonArgument("--event", file.path());
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("--event @" + file.path() + " reads it"),
            std::string::npos);
}

}  // namespace
}  // namespace sendoff::cli
