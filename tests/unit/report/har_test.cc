// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sendoff/json.h>
#include <simdjson.h>

#include <string>
#include <utility>
#include <vector>

#include "report/har/har_reader.h"
#include "report/har/har_writer.h"
#include "tests/unit/report/record_samples.h"

namespace sendoff {
namespace {

using test::Bytes;
using test::FullRecord;

constexpr const char* kRunLine =
    R"({"type":"run","run":"r1","workflow":null,"step":"step.mjs","started_at":"2023-11-14T22:13:19.000Z",)"
    R"("duration_ms":1500.25,"status":"ok","return_value":{"a":[1]},"exports":{},"error":null,"console":[],"warnings":[]})";

std::string HarOf(const std::vector<std::string>& lines) {
  HarWriter har;
  for (const std::string& line : lines) EXPECT_TRUE(har.Add(line).ok()) << line;
  return har.Finish();
}

std::vector<std::string> LinesOf(const std::string& har) {
  auto lines = LinesOfHar(har);
  EXPECT_TRUE(lines.ok()) << lines.error().message;
  return lines.ok() ? std::move(*lines) : std::vector<std::string>();
}

std::string WhyNot(const std::string& text) {
  const auto lines = LinesOfHar(text);
  return lines.ok() ? "it is one" : lines.error().message;
}

// What stands at `pointer` in `json`, as JSON.
std::string At(const std::string& json, const std::string& pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  if (parser.parse(json).at_pointer(pointer).get(element) != simdjson::SUCCESS) return "not there";
  return simdjson::minify(element);
}

// Whatever the order of keys.
void ExpectToComeBack(const Record& record) {
  const std::vector<std::string> lines = LinesOf(HarOf({kRunLine, ToJson(record)}));
  ASSERT_EQ(lines.size(), 2u);
  const auto read = RecordFromJson(lines[0]);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(ToJson(**read), ToJson(record));
  EXPECT_EQ(lines[1], At(kRunLine, ""));
}

TEST(Har, IsReadBackAsTheLinesThatItWasMadeOf) {
  ExpectToComeBack(FullRecord());
  Record record = FullRecord();
  record.redirects.clear();
  ExpectToComeBack(record);
  record.error.reset();
  record.outcome = Outcome::kDelivered;
  record.response->body = {3, Bytes(std::string("\xff\x00\x01", 3))};
  record.request.body = {2, Bytes("\xfe\xff")};
  ExpectToComeBack(record);
  record.response->body = {0, Bytes("")};
  record.request.body.reset();
  ExpectToComeBack(record);
  record.response.reset();
  record.started_at.reset();
  record.outcome = Outcome::kDiscarded;
  record.error = {ErrorCode::kDryRun, Phase::kQueue, "x"};
  ExpectToComeBack(record);
}

TEST(Har, KeepsKeysThatItDoesNotKnow) {
  std::string line = ToJson(FullRecord());
  line.insert(1, R"("later":{"a":[1,2.5,"x"]},)");
  const std::vector<std::string> lines = LinesOf(HarOf({line}));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(At(lines[0], "/later"), R"({"a":[1,2.5,"x"]})");
}

TEST(Har, OfSomebodyElseCannotForgeALine) {
  std::string har = HarOf({ToJson(FullRecord())});
  const std::string extras = R"("_sendoff":{"type")";
  har.replace(har.find(extras), extras.size(), R"("_sendoff":{"a\":1,\"b\u000a":1,"type")");
  const std::vector<std::string> lines = LinesOf(har);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].find('\n'), std::string::npos);
  EXPECT_TRUE(RecordFromJson(lines[0]).ok());
}

TEST(Har, HasARunsLineUnderItsPage) {
  const std::string har = HarOf({kRunLine});
  EXPECT_EQ(At(har, "/log/pages/0/id"), R"("r1")");
  EXPECT_EQ(At(har, "/log/pages/0/title"), R"("step.mjs")");
  EXPECT_EQ(At(har, "/log/pages/0/startedDateTime"), R"("2023-11-14T22:13:19.000Z")");
  EXPECT_EQ(At(har, "/log/pages/0/pageTimings/onLoad"), "1500.25");
  EXPECT_EQ(At(har, "/log/pages/0/_sendoff/return_value"), R"({"a":[1]})");
}

TEST(Har, HasAPageOfARunWithoutALineOfItsOwn) {
  Record record = FullRecord();
  const std::string har = HarOf({ToJson(record), R"({"type":"later","run":"r9"})"});
  EXPECT_EQ(At(har, "/log/pages/0/id"), R"("r1")");
  EXPECT_EQ(At(har, "/log/pages/0/startedDateTime"), R"("2023-11-14T22:13:20.005Z")");
  EXPECT_EQ(At(har, "/log/pages/0/pageTimings/onLoad"), "-1");
  EXPECT_EQ(At(har, "/log/pages/1"), "not there");
  EXPECT_EQ(LinesOf(har).size(), 1u);
}

TEST(Har, ShowsWhatWasNeverBegunAtTheEndOfItsRun) {
  Record record = FullRecord();
  record.started_at.reset();
  EXPECT_EQ(At(HarOf({kRunLine, ToJson(record)}), "/log/entries/0/startedDateTime"),
            R"("2023-11-14T22:13:20.500Z")");
  EXPECT_EQ(At(HarOf({ToJson(record)}), "/log/entries/0/startedDateTime"),
            R"("1970-01-01T00:00:00.000Z")");
}

TEST(Har, CountsTheWaitForASlotIn) {
  Record record = FullRecord();
  record.redirects.clear();
  const std::string har = HarOf({ToJson(record)});
  EXPECT_EQ(At(har, "/log/entries/0/startedDateTime"), R"("2023-11-14T22:13:20.005Z")");
  EXPECT_EQ(
      At(har, "/log/entries/0/timings"),
      R"({"blocked":1.5,"dns":0.001,"connect":0.005,"send":0.004,"wait":0.005,"receive":0.006,"ssl":0.003})");
  EXPECT_EQ(At(har, "/log/entries/0/time"), "1.521");
}

TEST(Har, RefusesWhatIsNoLineOfALog) {
  HarWriter har;
  EXPECT_EQ(har.Add("{").error().message, "it is not a JSON object");
  EXPECT_EQ(har.Add("{}").error().message, "it has no `request`");
}

// ---- of other tools
// ------------------------------------------------------------------------------

std::string Foreign(const std::string& entry, const std::string& pages = "") {
  return R"({"log":{"version":"1.2","creator":{"name":"Firefox"},)" + pages + R"("entries":[)" +
         entry + "]}}";
}

constexpr const char* kChrome =
    R"({"pageref":"page_1","startedDateTime":"2026-11-23T09:30:00.123+01:00","time":110,
    "request":{"method":"POST","url":"https://example.com/a?b=c","httpVersion":"http/2.0","headers":
    [{"name":":authority","value":"example.com"},{"name":"accept","value":"*/*"}],"queryString":[],"cookies":[],
    "headersSize":-1,"bodySize":3,"postData":{"mimeType":"text/plain","text":"a=b"}},
    "response":{"status":201,"statusText":"","httpVersion":"h3","headers":[{"name":"content-type","value":"image/png"}],
    "cookies":[],"content":{"size":3,"mimeType":"image/png","text":"/wAB","encoding":"base64"},"redirectURL":"",
    "headersSize":-1,"bodySize":-1,"_transferSize":50},"serverIPAddress":"[2001:db8::1]","cache":{},
    "timings":{"blocked":10.4,"dns":1,"connect":30,"ssl":20,"send":2,"wait":40,"receive":7,"_blocked_queueing":1}})";

TEST(HarOfAnotherTool, IsRequestsThatWereAwaited) {
  const auto lines =
      LinesOf(Foreign(kChrome, R"("pages":[{"id":"page_1","title":"https://example.com/"}],)"));
  ASSERT_EQ(lines.size(), 1u);
  const auto read = RecordFromJson(lines[0]);
  ASSERT_TRUE(read.ok()) << read.error().message;
  const Record& record = **read;
  EXPECT_EQ(record.id, "page_1.0");
  EXPECT_EQ(record.run, "page_1");
  EXPECT_EQ(record.step, "https://example.com/");
  EXPECT_EQ(record.kind, Kind::kAwaited);
  EXPECT_EQ(record.outcome, Outcome::kDelivered);
  EXPECT_EQ(record.wire, Wire::kFull);
  EXPECT_EQ(record.request.headers, (HeaderList{{"accept", "*/*"}}));
  EXPECT_EQ(*record.request.body->kept, "a=b");
  EXPECT_EQ(record.response->status, 201);
  EXPECT_EQ(record.response->http_version, "3");
  EXPECT_EQ(*record.response->body.kept, std::string("\xff\x00\x01", 3));
  EXPECT_EQ(record.remote_address, "[2001:db8::1]:443");
  EXPECT_EQ(At(lines[0], "/type"), R"("request")");
  EXPECT_EQ(At(lines[0], "/started_at"), R"("2026-11-23T08:30:00.133Z")");
  EXPECT_EQ(At(lines[0], "/timing/connect_ms"), "10.0");
  EXPECT_EQ(At(lines[0], "/timing/total_ms"), "80.0");
}

TEST(HarOfAnotherTool, MayLackNearlyEverything) {
  const auto lines = LinesOf(Foreign(R"({"request":{"method":"GET","url":"about:blank"}})"));
  ASSERT_EQ(lines.size(), 1u);
  const auto read = RecordFromJson(lines[0]);
  ASSERT_TRUE(read.ok()) << read.error().message;
  const Record& record = **read;
  EXPECT_EQ(record.id, "har.0");
  EXPECT_EQ(record.step, "Firefox");
  EXPECT_EQ(record.outcome, Outcome::kFailed);
  EXPECT_EQ(record.wire, Wire::kPartial) << "nobody knows";
  EXPECT_FALSE(record.response);
  EXPECT_EQ(At(lines[0], "/started_at"), "null");
}

TEST(HarOfAnotherTool, SaysWhyARequestFailed) {
  const auto code_of = [](const std::string& error) {
    const auto lines = LinesOf(Foreign(
        R"({"request":{"method":"GET","url":"http://a/"},"response":{"status":0,"_error":")" +
        error + R"("}})"));
    return At(lines.at(0), "/error/code");
  };
  EXPECT_EQ(code_of("net::ERR_NAME_NOT_RESOLVED"), R"("dns")");
  EXPECT_EQ(code_of("net::ERR_CONNECTION_TIMED_OUT"), R"("timeout")");
  EXPECT_EQ(code_of("net::ERR_CERT_DATE_INVALID"), R"("tls")");
  EXPECT_EQ(code_of("net::ERR_ABORTED"), R"("terminated")");
}

TEST(HarOfAnotherTool, MayHaveAFormWithoutItsTextAndABodyThatWasNotKept) {
  const auto lines =
      LinesOf(Foreign(R"({"request":{"method":"POST","url":"http://a/","postData":{"mimeType":"x",
    "params":[{"name":"a","value":"1"},{"name":"b","value":"2"}]}},"response":{"status":200,"content":{"size":70}}})"));
  EXPECT_EQ(At(lines.at(0), "/request/body/text"), R"("a=1&b=2")");
  EXPECT_EQ(At(lines.at(0), "/response/body"), R"({"size":70,"text":"","truncated":true})");
}

TEST(HarOfAnotherTool, HasALineThatIsNoJsonForAnEntryThatCannotBeRead) {
  const auto lines = LinesOf(Foreign(std::string(R"(7,{"request":{"method":"GET"}},)") + kChrome));
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0], "log.entries[0] cannot be read, it is no object: 7");
  EXPECT_EQ(
      lines[1],
      R"(log.entries[1] cannot be read, it has no `request.url`: {"request":{"method":"GET"}})");
  EXPECT_TRUE(RecordFromJson(lines[2]).ok());
}

TEST(HarOfAnotherTool, MayHaveHalfACharacterInABody) {
  const auto lines = LinesOf(Foreign(
      R"({"request":{"method":"GET","url":"http://a/"},"response":{"status":200,"content":{"text":"a\ud83d\\ud83d\ud83d\ude00b"}}})"));
  EXPECT_EQ(At(lines.at(0), "/response/body/text"),
            "\"a\xEF\xBF\xBD\\\\ud83d\xF0\x9F\x98\x80"
            "b\"");
}

TEST(HarReader, SaysWhyATextIsNoHar) {
  EXPECT_NE(WhyNot("{").find("it is no HAR, because it is no JSON: "), std::string::npos);
  for (const char* text : {"[]", "{}", R"({"log":1})", R"({"log":{"entries":{}}})"}) {
    EXPECT_NE(WhyNot(text).find("it has no list `log.entries`; expected is "), std::string::npos)
        << text;
  }
  EXPECT_EQ(WhyNot("\xEF\xBB\xBF" + Foreign("")), "it is one");
}

TEST(HarReader, TellsAHarFromALog) {
  EXPECT_TRUE(LooksLikeHar(HarOf({kRunLine})));
  EXPECT_TRUE(LooksLikeHar("\xEF\xBB\xBF {\n \"log\" :"));
  EXPECT_FALSE(LooksLikeHar(ToJson(FullRecord())));
  EXPECT_FALSE(LooksLikeHar(""));
  EXPECT_FALSE(LooksLikeHar("{"));
}

}  // namespace
}  // namespace sendoff
