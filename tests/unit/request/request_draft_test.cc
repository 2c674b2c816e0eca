// SPDX-License-Identifier: MIT
// A request from plain values, by the rules of $send.http and without V8.
#include "request/request_draft.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "request/form_names.h"
#include "request/option_table.h"

namespace sendoff::request {
namespace {

// What a host without V8 has of a call.
struct Plain {
  std::string method = "GET";
  std::string url = "http://a.example/";
  std::vector<std::pair<std::string, std::vector<std::string>>> headers{};
  std::string query{};
  std::string body{};
};

Result<void> Give(const Plain& plain, RequestDraft* draft) {
  Result<void> given = draft->SetMethod(plain.method);
  if (given.ok()) given = draft->RoomForUrl("url", plain.url.size());
  if (given.ok()) given = draft->SetUrl(plain.url);
  HeaderInput headers = draft->Headers(HeaderSource::kObject);
  for (const auto& [name, lines] : plain.headers) {
    if (given.ok()) given = headers.Begin(name);
    if (!given.ok() || headers.LeaveOut()) continue;
    for (const std::string& line : lines) {
      if (given.ok()) given = headers.AddLine(line);
    }
    headers.End();
  }
  if (!given.ok()) return given;
  draft->AddQuery(plain.query);
  given = draft->CheckTarget();
  if (given.ok()) given = draft->RoomForBody(plain.body.size());
  if (!plain.body.empty()) draft->body().bytes = std::make_shared<std::string>(plain.body);
  return given;
}

class Draft : public testing::Test {
 protected:
  Result<net::OutboundRequest> Make(const Plain& plain, bool fills_in = true) {
    RequestDraft draft(limits_, urls_);
    Result<void> given = Give(plain, &draft);
    if (!given.ok()) return std::move(given).error();
    draft.Finish(fills_in);
    return std::move(draft.request());
  }

  std::string Refusal(const Plain& plain) {
    const auto made = Make(plain);
    return made.ok() ? "made"
                     : std::string(ErrorName(made.error().code)) + " " + made.error().message;
  }

  SendLimits limits_;
  UrlMemo urls_;
};

TEST_F(Draft, BecomesARequest) {
  const auto made = Make({.method = "post",
                          .url = "http://u:p@a.example/x?y",
                          .headers = {{"x-a", {"1", " 2 "}}, {"content-type", {"text/plain"}}},
                          .query = "q=1",
                          .body = "{}"});
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(*made->method, "POST");
  EXPECT_EQ(made->url.ToString(), "http://a.example/x?y&q=1");
  EXPECT_EQ(*made->body, "{}");
  EXPECT_TRUE(made->headers.lines().starts_with(
      "x-a: 1\r\nx-a: 2\r\nContent-Type: text/plain\r\nAuthorization: Basic dTpw\r\n"
      "Accept: application/json, text/plain, */*\r\nUser-Agent: sendoff/"))
      << made->headers.lines();
  EXPECT_TRUE(made->warnings->empty());
}

TEST_F(Draft, FillsNothingInWhereItIsNotAsked) {
  const auto made = Make({.headers = {{"A", {"b"}}}}, false);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->headers.lines(), "A: b\r\n");
}

TEST_F(Draft, IsRefusedAsACallIs) {
  const std::string invalid = "ERR_SEND_INVALID_ARG invalid value ";
  EXPECT_EQ(Refusal({.method = "G T"}),
            invalid + "\"G T\" for method: expected an HTTP method, for example method: \"POST\"");
  EXPECT_TRUE(Refusal({.method = std::string(65, 'x')})
                  .starts_with(invalid + "\"" + std::string(60, 'x') + "…\" for method: expected"));
  EXPECT_EQ(Refusal({.method = "trace"}),
            invalid +
                "\"trace\" for method: it cannot be sent: it talks to proxies and servers, not to "
                "resources");
  EXPECT_EQ(Refusal({.url = "/x"}),
            invalid + "\"/x\" for url: it has no scheme: it must begin with https:// or http://");
  EXPECT_EQ(Refusal({.url = "ftp://u:p@a"}),
            invalid + "[not shown] for url: the scheme ftp: is not http: or https:");
  EXPECT_EQ(Refusal({.headers = {{"a b", {"1"}}}}),
            invalid +
                "[not shown] for a name in headers: a header name may hold letters, digits and "
                "!#$%&'*+-.^_`|~ only");
  EXPECT_EQ(Refusal({.headers = {{"a", {"1", "x\r\nb: y"}}}}),
            invalid +
                "[not shown] for headers[\"a\"]: the character at index 1 cannot stand in a header "
                "(CR, LF, NUL and other control characters); take it out");
}

TEST_F(Draft, NamesTheLimitThatWasPassed) {
  limits_ = {.body_bytes = 3, .url_bytes = 30, .header_count = 2, .header_bytes = 20};
  for (const auto& [plain, option] : std::vector<std::pair<Plain, std::string>>{
           {{.url = "http://a.example/" + std::string(14, 'x')}, "(url_bytes)"},
           {{.query = std::string(30, 'x')}, "(url_bytes)"},
           {{.headers = {{"a", {"1", "2", "3"}}}}, "(header_count)"},
           {{.headers = {{"a", {std::string(20, 'x')}}}}, "(header_bytes)"},
           {{.body = "abcd"}, "(body_bytes)"}}) {
    const std::string refusal = Refusal(plain);
    EXPECT_TRUE(refusal.starts_with("ERR_SEND_LIMIT ")) << refusal;
    EXPECT_NE(refusal.find(option), std::string::npos) << refusal;
  }
}

TEST_F(Draft, LeavesOutWhatBelongsToTheConnection) {
  const auto made = Make({.headers = {{"content-length", {"5"}}, {"Proxy-X", {"1"}}}}, false);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->headers.lines(), "");
  ASSERT_EQ(made->warnings->size(), 2u);
  EXPECT_EQ((*made->warnings)[0],
            "the header content-length belongs to the connection; sendoff sets it itself and left "
            "out the one given");
}

TEST_F(Draft, WithholdsAndUnsetsFields) {
  RequestDraft draft(limits_, urls_);
  ASSERT_TRUE(draft.SetMethod("POST").ok() && draft.SetUrl("http://a.example").ok());
  HeaderInput headers = draft.Headers(HeaderSource::kObject);
  ASSERT_TRUE(headers.Begin("user-agent").ok() && headers.Withhold().ok());
  ASSERT_TRUE(headers.Begin("accept").ok() && headers.Unset().ok());
  ASSERT_TRUE(headers.Begin("content-type").ok() && headers.Unset().ok());
  draft.Finish(true);
  EXPECT_EQ(draft.request().headers.lines(),
            "Content-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip, deflate, "
            "br\r\n");
}

TEST_F(Draft, WarnsOfABodyThatWasMeantOtherwise) {
  RequestDraft draft(limits_, urls_);
  ASSERT_TRUE(draft.SetMethod("GET").ok() && draft.SetUrl("http://a.example/undefined").ok());
  draft.body().bytes = std::make_shared<std::string>("{}");
  draft.body().is_plain_text = true;
  draft.Finish(true);
  const std::vector<std::string>& warnings = *draft.request().warnings;
  ASSERT_EQ(warnings.size(), 3u);
  EXPECT_TRUE(warnings[0].starts_with("the URL holds `undefined`")) << warnings[0];
  EXPECT_TRUE(warnings[1].starts_with("data is a string that looks like JSON")) << warnings[1];
  EXPECT_TRUE(warnings[2].starts_with("data is sent as the body of a GET")) << warnings[2];
}

TEST(OptionTable, TellsOfNamesThatMeanSomethingElsewhere) {
  EXPECT_EQ(AboutStranger("header"),
            "header is not an option of $send.http and was ignored; did you mean headers?");
  EXPECT_TRUE(
      AboutMisnomer(kMisnomers[0]).starts_with("there is no such option; it is called `data`"));
}

TEST(FormNames, AreThoseOfAxios) {
  EXPECT_EQ(FieldName({}, "a[]"), "a[]");
  EXPECT_EQ(FieldName({"a[]", "0", "b"}, "c[]"), "a[0][b][c]");
  EXPECT_EQ(TrimmedAsScriptsDo("\t\xC2\xA0 a b\xE2\x80\xA9\xEF\xBB\xBF\r\n"), "a b");
  EXPECT_EQ(TrimmedAsScriptsDo(" \n"), "");
}

}  // namespace
}  // namespace sendoff::request
