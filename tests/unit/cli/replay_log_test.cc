// SPDX-License-Identifier: MIT
#include "cli/input/replay_log.h"

#include <gtest/gtest.h>
#include <sendoff/json.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace sendoff::cli {
namespace {

class ReplayLogTest : public testing::Test {
 protected:
  ReplayLogTest()
      : path_(testing::TempDir() + "sendoff-replay-" + std::to_string(getpid()) + "-" +
              testing::UnitTest::GetInstance()->current_test_info()->name()) {}
  ~ReplayLogTest() override { std::remove(path_.c_str()); }

  Result<std::vector<Record>> Read(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    warnings_.clear();
    return ReadReplayLog(path_, &warnings_);
  }

  const std::string path_;
  std::vector<std::string> warnings_;
};

std::string Line(const std::string& id) {
  return ToJson(Record{.id = id, .request = {"GET", "http://a/", {}, {}}}) + "\n";
}

TEST_F(ReplayLogTest, HasTheRecordsInTheirOrder) {
  const auto records =
      Read(Line("r.1") + "\n" + R"({"type":"run","run":"r"})" + "\r\n" + Line("r.0"));
  ASSERT_TRUE(records.ok());
  ASSERT_EQ(records->size(), 2u);
  EXPECT_EQ((*records)[0].id, "r.1");
  EXPECT_EQ((*records)[1].id, "r.0");
  EXPECT_EQ(warnings_, std::vector<std::string>());
}

TEST_F(ReplayLogTest, TellsDamagedLinesByTheirNumber) {
  const auto records = Read(Line("r.0") + "{\"id\": \"fragm\xc3\n" + Line("r.1") + "{}");
  ASSERT_TRUE(records.ok());
  EXPECT_EQ(records->size(), 2u);
  ASSERT_EQ(warnings_.size(), 2u);
  EXPECT_TRUE(warnings_[0].starts_with("--replay: " + path_ + ", line 2: it is no JSON: "))
      << warnings_[0];
  EXPECT_EQ(warnings_[1],
            "--replay: " + path_ + ", line 4: it has no `kind` it knows; it answers nothing");
}

TEST_F(ReplayLogTest, DoesNotTellOfThousands) {
  std::string text = Line("r.0");
  for (int i = 0; i < 1000; ++i) text += "?\n";
  ASSERT_TRUE(Read(text).ok());
  ASSERT_EQ(warnings_.size(), 11u);
  EXPECT_EQ(warnings_.back(), "--replay: " + path_ + " has 990 damaged lines more");
}

TEST_F(ReplayLogTest, MayBeEmptyButNoOtherFile) {
  EXPECT_TRUE(Read("").ok());
  EXPECT_TRUE(Read(R"({"type":"run","run":"r"})").ok());
  const auto records = Read("export default () => 1\n");
  ASSERT_FALSE(records.ok());
  EXPECT_TRUE(records.error().message.starts_with("--replay: " + path_ +
                                                  " is no log: line 1: it is no JSON: "));
  std::vector<std::string> warnings;
  EXPECT_NE(ReadReplayLog("/nowhere/run.jsonl", &warnings)
                .error()
                .message.find("--replay: cannot read /nowhere/run.jsonl"),
            std::string::npos);
}

}  // namespace
}  // namespace sendoff::cli
