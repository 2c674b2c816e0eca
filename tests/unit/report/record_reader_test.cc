// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sendoff/json.h>

#include <string>

#include "tests/unit/report/record_samples.h"

namespace sendoff {
namespace {

using test::Bytes;
using test::FullRecord;

Record Read(const std::string& line) {
  auto record = RecordFromJson(line);
  EXPECT_TRUE(record.ok()) << record.error().message;
  EXPECT_TRUE(record->has_value());
  return std::move(**record);
}

std::string WhyNot(const std::string& line) {
  const auto record = RecordFromJson(line);
  return record.ok() ? "it is one" : record.error().message;
}

void ExpectToComeBack(const Record& record) {
  EXPECT_EQ(ToJson(Read(ToJson(record))), ToJson(record));
}

TEST(RecordReader, ReadsAllOfARecordThatItsLineTells) {
  ExpectToComeBack(FullRecord());
  ExpectToComeBack({.id = "a.0", .request = {"GET", "http://a/", {}, {}}});
}

TEST(RecordReader, ReadsBodiesOfAnyBytes) {
  for (const std::string& bytes :
       {std::string("\xff\x00", 2), std::string("\0", 1), std::string(), std::string("\xc3\xa9")}) {
    Record record = FullRecord();
    record.response->body = {bytes.size(), Bytes(bytes)};
    EXPECT_EQ(*Read(ToJson(record)).response->body.kept, bytes);
    ExpectToComeBack(record);
  }
}

TEST(RecordReader, KnowsABodyThatCouldNotBeDecoded) {
  Record record = FullRecord();
  record.response->body = {3, Bytes("abc"), false, true};
  EXPECT_TRUE(Read(ToJson(record)).response->body.coded);
  ExpectToComeBack(record);
}

TEST(RecordReader, KnowsEveryWord) {
  for (const Kind kind : {Kind::kDeferred, Kind::kAwaited}) {
    for (const Outcome outcome : {Outcome::kDelivered, Outcome::kFailed, Outcome::kDiscarded}) {
      for (const Wire wire : {Wire::kNone, Wire::kPartial, Wire::kFull}) {
        Record record = FullRecord();
        record.kind = kind;
        record.outcome = outcome;
        record.wire = wire;
        ExpectToComeBack(record);
      }
    }
  }
  for (const Phase phase : {Phase::kQueue, Phase::kDns, Phase::kConnect, Phase::kTls, Phase::kWrite,
                            Phase::kWait, Phase::kRead}) {
    Record record = FullRecord();
    record.error = {ErrorCode::kDryRun, phase, "x"};
    ExpectToComeBack(record);
  }
}

TEST(RecordReader, PassesOverLinesOfOtherTypes) {
  const auto record = RecordFromJson(R"({"type":"run","run":"r1"})");
  ASSERT_TRUE(record.ok());
  EXPECT_FALSE(record->has_value());
}

TEST(RecordReader, SaysWhatIsWrongWithALine) {
  EXPECT_NE(WhyNot("{\"id\"").find("it is no JSON: "), std::string::npos);
  EXPECT_NE(WhyNot("{\"id\":\"\xc3").find("it is no JSON: "), std::string::npos);
  EXPECT_EQ(WhyNot("[]"), "it is no JSON object");
  EXPECT_EQ(WhyNot("{}"), "it has no `kind` it knows");
  const std::string begin = R"({"kind":"awaited","outcome":"failed","wire":"none")";
  EXPECT_EQ(WhyNot(begin + "}"), "it has no `request`");
  EXPECT_EQ(WhyNot(begin + R"(,"request":{}})"), "it has no `request.method`");
  EXPECT_EQ(WhyNot(begin + R"(,"request":{"method":"GET"}})"), "it has no `request.url`");
  const std::string asked = begin + R"(,"request":{"method":"GET","url":"http://a/")";
  EXPECT_EQ(WhyNot(asked + R"(,"body":{"base64":"?"}}})"),
            "it has a `base64` that is none in `request.body`");
  EXPECT_EQ(WhyNot(asked + R"(},"response":{}})"), "it has no `response.status` from 100 to 999");
  EXPECT_EQ(WhyNot(asked + R"(},"error":{"code":"new"}})"), "it has an `error.code` that is none");
}

}  // namespace
}  // namespace sendoff
