// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sendoff/json.h>
#include <simdjson.h>

#include <string>

namespace sendoff {
namespace {

std::shared_ptr<const std::string> Bytes(std::string bytes) {
  return std::make_shared<const std::string>(std::move(bytes));
}

Record SampleRecord() {
  Record record;
  record.id = "r1.0";
  record.run = "r1";
  record.step = "step.mjs";
  record.call_site = "step.mjs:2:5";
  record.outcome = Outcome::kDelivered;
  record.wire = Wire::kFull;
  record.request = {
      "POST", "https://example.com/", {{"Accept", "*/*"}}, RecordedBody{2, Bytes("{}")}};
  record.response = RecordedResponse{200, "OK", "1.1", {{"Server", "test"}}, {2, Bytes("ok")}};
  return record;
}

// What a reader of the log would see at `pointer`, as JSON.
std::string At(const Record& record, const std::string& pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  const simdjson::padded_string json(ToJson(record));
  if (parser.parse(json).at_pointer(pointer).get(element) != simdjson::SUCCESS) return "not there";
  return simdjson::minify(element);
}

TEST(RecordJson, IsOneLine) {
  Record record = SampleRecord();
  record.response->body = {3, Bytes("a\nb")};
  EXPECT_EQ(ToJson(record).find('\n'), std::string::npos);
  EXPECT_EQ(At(record, "/response/body/text"), R"("a\nb")");
}

TEST(RecordJson, ShowsBodiesThatAreNotUtf8AsBase64) {
  Record record = SampleRecord();
  record.response->body = {3, Bytes("\xff\x00\x01")};
  record.response->body.kept = Bytes(std::string("\xff\x00\x01", 3));
  EXPECT_EQ(At(record, "/response/body/base64"), R"("/wAB")");
  EXPECT_EQ(At(record, "/response/body/text"), "not there");
}

TEST(RecordJson, ShowsABodyThatCouldNotBeDecodedAsBase64EvenWhereItLooksLikeText) {
  Record record = SampleRecord();
  record.response->body = {3, Bytes("abc"), false, true};
  EXPECT_EQ(At(record, "/response/body/base64"), R"("YWJj")");
  EXPECT_EQ(At(record, "/response/body/text"), "not there");
}

TEST(RecordJson, KeepsTextWhoseLastCharacterWasCutByTheLimit) {
  Record record = SampleRecord();
  record.response->body = {100, Bytes("ab\xe2\x82"), true};
  EXPECT_EQ(At(record, "/response/body/text"), R"("ab")");
  EXPECT_EQ(At(record, "/response/body/truncated"), "true");
  EXPECT_EQ(At(record, "/response/body/size"), "100");
}

TEST(RecordJson, DoesNotCallACutTextWholeText) {
  Record record = SampleRecord();
  record.response->body = {4, Bytes("ab\xe2\x82"), false};
  EXPECT_EQ(At(record, "/response/body/base64"), R"("YWLigg==")");
}

TEST(RecordJson, ReadsFieldValuesThatAreNotUtf8AsLatin1) {
  Record record = SampleRecord();
  record.request.headers = {{"X-Name", "caf\xe9"}};
  EXPECT_EQ(At(record, "/request/headers/0/1"), "\"caf\xc3\xa9\"");
}

TEST(RecordJson, HasNullForWhatIsNotThere) {
  Record record = SampleRecord();
  record.request.body.reset();
  record.response.reset();
  record.call_site.clear();
  EXPECT_EQ(At(record, "/error"), "null");
  EXPECT_EQ(At(record, "/response"), "null");
  EXPECT_EQ(At(record, "/request/body"), "null");
  EXPECT_EQ(At(record, "/call_site"), "null");
  EXPECT_EQ(At(record, "/remote_address"), "null");
  EXPECT_EQ(At(record, "/started_at"), "null");
}

TEST(RecordJson, ShowsWhenTheDeliveryBeganInUniversalTime) {
  Record record = SampleRecord();
  record.started_at =
      std::chrono::system_clock::time_point(std::chrono::microseconds(1'700'000'000'007'999));
  EXPECT_EQ(At(record, "/started_at"), R"("2023-11-14T22:13:20.007Z")");
}

TEST(RecordJson, CallsAnUnsafeRequestSafeToReplayOnlyWhenTheNetworkSawNothing) {
  Record record = SampleRecord();
  EXPECT_EQ(At(record, "/safe_to_replay"), "false");
  record.wire = Wire::kPartial;
  EXPECT_EQ(At(record, "/safe_to_replay"), "false");
  record.wire = Wire::kNone;
  EXPECT_EQ(At(record, "/safe_to_replay"), "true");
  record.wire = Wire::kFull;
  for (const char* method : {"GET", "HEAD", "OPTIONS"}) {
    record.request.method = method;
    EXPECT_EQ(At(record, "/safe_to_replay"), "true") << method;
  }
}

TEST(RecordJson, ShowsTimesInMilliseconds) {
  Record record = SampleRecord();
  record.timing.total = std::chrono::microseconds(1234);
  EXPECT_EQ(At(record, "/timing/total_ms"), "1.234");
  EXPECT_EQ(At(record, "/timing/dns_ms"), "0.0");
}

TEST(RunJson, HoldsTheStepAndItsRequests) {
  StepResult step;
  step.status = StepStatus::kOk;
  step.return_value_json = R"({"a":[1]})";
  step.respond_json = R"({"status":204})";
  step.flow.push_back({"exit", R"({"reason":null})"});
  step.console.push_back(
      {"log", "hi",
       std::chrono::system_clock::time_point(std::chrono::milliseconds(1'700'000'000'007))});
  simdjson::dom::parser parser;
  const simdjson::padded_string json(ToJson("s.mjs", step, {SampleRecord()}));
  simdjson::dom::element run = parser.parse(json);
  EXPECT_EQ(simdjson::minify(run["step"]["return_value"]), R"({"a":[1]})");
  EXPECT_EQ(std::string_view(run["step"]["status"]), "ok");
  EXPECT_EQ(simdjson::minify(run["step"]["respond"]), R"({"status":204})");
  EXPECT_EQ(simdjson::minify(run["step"]["flow"]),
            R"([{"action":"exit","arguments":{"reason":null}}])");
  EXPECT_EQ(std::string_view(run["step"]["console"].at(0)["time"]), "2023-11-14T22:13:20.007Z");
  EXPECT_EQ(std::string_view(run["requests"].at(0)["id"]), "r1.0");
}

}  // namespace
}  // namespace sendoff
