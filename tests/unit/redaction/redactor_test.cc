// SPDX-License-Identifier: MIT
// What an embedder makes of results and records before it shows them.
#include <gtest/gtest.h>
#include <sendoff/json.h>
#include <sendoff/redactor.h>
#include <simdjson.h>

namespace sendoff {
namespace {

const std::string kSecret = "token-12345";

Redactor OfOne() { return Redactor({{"password"}, {kSecret}}); }

bool IsJson(const std::string& text) {
  simdjson::dom::parser parser;
  return parser.parse(text).error() == simdjson::SUCCESS;
}

TEST(Redactor, WithoutTermsHidesNothing) {
  EXPECT_TRUE(Redactor().hides_nothing());
  EXPECT_TRUE(Redactor(RedactionTerms{}).hides_nothing());
  EXPECT_TRUE(Redactor({{}, {"short"}}).hides_nothing());
  EXPECT_EQ(Redactor().Redacted(kSecret), kSecret);
  EXPECT_FALSE(OfOne().hides_nothing());
}

TEST(Redactor, KnowsWhatIsTooShort) {
  EXPECT_FALSE(Redactor::IsLongEnough("1234567"));
  EXPECT_FALSE(Redactor::IsLongEnough("  1234567\n"));
  EXPECT_TRUE(Redactor::IsLongEnough("12345678"));
}

TEST(Redactor, LeavesJsonValid) {
  const Redactor redactor(
      {{"password"}, {kSecret, "87654321", R"({"a": "b"})", R"(say "hi" to)", "x\",\"y\":\"z"}});
  for (
      const auto& [json, shown] : std::vector<std::pair<std::string, std::string>>{
          {R"({"a":"token-12345","password":{"x":1}})",
           R"({"a":"[redacted]","password":"[redacted]"})"},
          {R"([187654321.5, 87654321, true, null])", R"(["[redacted]", "[redacted]", true, null])"},
          {R"([{"a": "b"}, "{\"a\": \"b\"}"])", R"([{"a": "b"}, "[redacted]"])"},
          {R"(["say \"hi\" to"])", R"(["[redacted]"])"},
          {R"(["x","y","z"])", R"(["x","y","z"])"},
          {R"({"token-12345":1,"note":"password: {a"})",
           R"({"[redacted]":1,"note":"password: [redacted]"})"},
          {R"({"password":null,"Password":"","PASSWORD":0})",
           R"({"password":null,"Password":"","PASSWORD":"[redacted]"})"},
          {R"([["password", "p"], {"name":"PASSWORD","value":[1]}, ["password", 1]])",
           R"([["password", "[redacted]"], {"name":"PASSWORD","value":"[redacted]"}, ["password", 1]])"},
          {R"("\ntoken-12345")", R"("\n[redacted]")"},
          {R"("C:\\token-12345\\")", R"("C:[redacted]\\")"}}) {
    ASSERT_TRUE(IsJson(json)) << json;
    const std::string got = redactor.RedactedJson(json);
    EXPECT_EQ(got, shown);
    EXPECT_TRUE(IsJson(got)) << got;
  }
}

// A record with a text of its own in every field.
Record FullRecord(const std::string& text) {
  const auto body = [&text] {
    return RecordedBody{text.size(), std::make_shared<const std::string>(text), false, false, text};
  };
  Record record;
  record.id = "run.0";
  record.run = "run";
  record.step = text;
  record.call_site = text;
  record.error = RecordedError{ErrorCode::kDns, Phase::kDns, text, text};
  record.request = {text, text, {{text, text}}, body()};
  record.response = RecordedResponse{200, text, "1.1", {{text, text}}, body()};
  record.redirects = {{302, text, text}};
  record.remote_address = text;
  record.local_address = text;
  record.warnings = {text};
  return record;
}

TEST(Redactor, LooksAtEveryTextOfARecord) {
  const Record shown = OfOne().Redacted(FullRecord("<" + kSecret + ">"));
  EXPECT_EQ(ToJson(shown).find(kSecret), std::string::npos) << ToJson(shown);
  EXPECT_EQ(shown.error->detail, "<[redacted]>");
  EXPECT_EQ(shown.request.body->decoding_error, "<[redacted]>");
  EXPECT_EQ(shown.id, "run.0");
}

TEST(Redactor, HidesHeadersByTheirNames) {
  Record record = FullRecord("x");
  record.request.headers = {{"PassWord", "p"}, {"Passwords", "q"}};
  record.response->headers = {{"password", "r"}};
  const Record shown = OfOne().Redacted(record);
  EXPECT_EQ(shown.request.headers, (HeaderList{{"PassWord", "[redacted]"}, {"Passwords", "q"}}));
  EXPECT_EQ(shown.response->headers, (HeaderList{{"password", "[redacted]"}}));
}

TEST(Redactor, KeepsTheSizeOfABodyAndSharesOneInWhichNothingIsHidden) {
  const Record record = FullRecord("nothing");
  EXPECT_EQ(OfOne().Redacted(record).request.body->kept, record.request.body->kept);
  const Record hidden = OfOne().Redacted(FullRecord(kSecret));
  EXPECT_EQ(hidden.request.body->size, kSecret.size());
  EXPECT_EQ(*hidden.request.body->kept, "[redacted]");
}

TEST(Redactor, HidesThePartOfASecretThatIsLeftOfACutBody) {
  Record record = FullRecord("x");
  record.response->body.kept = std::make_shared<const std::string>("body tok");
  EXPECT_EQ(*OfOne().Redacted(record).response->body.kept, "body tok");
  record.response->body.truncated = true;
  EXPECT_EQ(*OfOne().Redacted(record).response->body.kept, "body [redacted]");
}

TEST(Redactor, LooksAtEveryTextOfAResult) {
  const std::string text = "<" + kSecret + ">";
  const std::string json = "{\"a\":\"" + text + "\"}";
  StepResult step;
  step.return_value_json = json;
  step.exports_json = json;
  step.respond_json = json;
  step.flow = {{"exit", json}};
  step.error = StepError{ErrorCode::kStepThrew, text, text, text, text, text, nullptr};
  step.error->cause = std::make_shared<const StepError>(*step.error);
  step.console = {{"log", text, {}}};
  step.warnings = {text};
  const StepResult shown = OfOne().Redacted(step);
  const std::string document = ToJson("step.mjs", shown, {});
  EXPECT_EQ(document.find(kSecret), std::string::npos) << document;
  EXPECT_TRUE(IsJson(document));
  EXPECT_EQ(shown.error->cause->stack, "<[redacted]>");
  EXPECT_NE(ToJson("step.mjs", step, {}).find(kSecret), std::string::npos)
      << "the step's own stays";
}

}  // namespace
}  // namespace sendoff
