// SPDX-License-Identifier: MIT
#include "report/terminal/curl_command.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace sendoff {
namespace {

RecordedRequest Get(std::string url) { return {"GET", std::move(url), {}, {}}; }

RecordedRequest Post(const std::string& body, HeaderList headers = {}) {
  RecordedRequest request = {"POST", "https://example.com/", std::move(headers), RecordedBody{}};
  request.body->size = body.size();
  request.body->kept = std::make_shared<const std::string>(body);
  return request;
}

// Without what is in each.
std::string Command(const RecordedRequest& request) {
  const auto command = CurlCommand(request);
  if (!command.ok()) return command.error().message;
  constexpr std::string_view kBegin = "curl --globoff --path-as-is ";
  const size_t begin = command->find(kBegin);
  return std::string(*command).erase(begin, kBegin.size());
}

TEST(CurlCommand, RepeatsARequestAndNothingThatTheSenderAdds) {
  EXPECT_EQ(Command(Get("https://example.com/a?b=c")),
            "-X 'GET' 'https://example.com/a?b=c' -H 'Accept:' -H 'User-Agent:'");
  EXPECT_EQ(Command(Post("a=b", {{"User-Agent", "x/1"},
                                 {"accept", "*/*"},
                                 {"content-length", "3"},
                                 {"X-Empty", ""},
                                 {"Content-Type", "application/x-www-form-urlencoded"}})),
            "-X 'POST' 'https://example.com/' -H 'User-Agent: x/1' -H 'accept: */*' -H 'X-Empty;'"
            " -H 'Content-Type: application/x-www-form-urlencoded' --data-raw 'a=b'");
}

TEST(CurlCommand, HasNoBodyWhereThereIsNone) {
  RecordedRequest head = Get("https://example.com/");
  head.method = "HEAD";
  EXPECT_EQ(Command(head), "--head 'https://example.com/' -H 'Accept:' -H 'User-Agent:'");
}

TEST(CurlCommand, QuotesForTheShell) {
  EXPECT_TRUE(Command(Post("it's $HOME `x` \\")).ends_with("--data-raw 'it'\\''s $HOME `x` \\'"));
  EXPECT_TRUE(
      Command(Post("two\nlines\x1b[2J'\\")).ends_with("--data-raw $'two\\nlines\\033[2J\\'\\\\'"));
  // What cannot be seen is spelled out, so that the line can be copied from a terminal.
  EXPECT_TRUE(Command(Post("a\u200b1")).ends_with("--data-raw $'a\\342\\200\\2131'"));
}

TEST(CurlCommand, GivesBytesThatAreNoTextByAPipe) {
  const auto command = CurlCommand(Post(std::string("\0\xff", 2)));
  ASSERT_TRUE(command.ok());
  EXPECT_TRUE(command->starts_with("printf %s 'AP8=' | base64 -d | curl ")) << *command;
  EXPECT_TRUE(command->ends_with(" --data-binary @-")) << *command;
}

TEST(CurlCommand, SaysWhyItIsNone) {
  RecordedRequest request = Post("beginning");
  request.body->truncated = true;
  request.body->size = 100'000;
  EXPECT_EQ(Command(request), "of the body's 100000 bytes the log has the first 9");
}

TEST(CurlCommand, SaysThatABodyCannotBeGiven) {
  EXPECT_EQ(Command(Post(std::string(70'000, 'x'))),
            "a body of 70000 bytes is too long for a line");
  EXPECT_EQ(Command(Post(std::string("\0[redacted]", 11))),
            "the body is no text, and something in it is redacted");
  RecordedRequest head = Post("x");
  head.method = "HEAD";
  EXPECT_EQ(Command(head), "curl sends no body with HEAD");
}

TEST(CurlCommand, SaysThatThereIsNoBodyWhereSendoffDoes) {
  RecordedRequest request = Get("https://example.com/");
  request.method = "POST";
  EXPECT_EQ(Command(request),
            "-X 'POST' 'https://example.com/' -H 'Accept:' -H 'User-Agent:' -H 'Content-Type:'"
            " --data-raw ''");
}

// A header's name is any token, and the variable is one that people are told to set.
TEST(CurlCommand, LetsNothingOfANameReachTheShell) {
  RecordedRequest request = Get("https://example.com/");
  request.headers = {{"x%`y`+'z!$q", "[redacted]"}, {"Accept", "a"}, {"User-Agent", "u"}};
  EXPECT_EQ(Command(request),
            "-X 'GET' 'https://example.com/' -H 'x%`y`+'\\''z!$q: '\"${SECRET_X__Y___Z__Q:?}\""
            " -H 'Accept: a' -H 'User-Agent: u'");
}

TEST(CurlCommand, GivesEachVariableANameOfItsOwn) {
  EXPECT_TRUE(Command(Post("a=[redacted]&a_2=[redacted]&a=[redacted]"))
                  .ends_with("--data-raw 'a='\"${SECRET_A:?}\"'&a_2='\"${SECRET_A_2:?}\"'&a='"
                             "\"${SECRET_A_3:?}\""));
}

TEST(CurlCommand, HasAVariableForEachSecretByItsName) {
  EXPECT_EQ(
      Command(Get("https://example.com/[redacted]/x?api-key=[redacted]&b=1")),
      "-X 'GET' 'https://example.com/'\"${SECRET:?}\"'/x?api-key='\"${SECRET_API_KEY:?}\"'&b=1'"
      " -H 'Accept:' -H 'User-Agent:'");
  RecordedRequest request =
      Post(R"({"password": "[redacted]","n":1,"a.b":"[redacted]","text":"my [redacted] one"})",
           {{"Authorization", "[redacted]"},
            {"x-token", "Token [redacted]"},
            {"Accept", "a"},
            {"User-Agent", "u"},
            {"Content-Type", "application/json"}});
  EXPECT_EQ(Command(request),
            "-X 'POST' 'https://example.com/' -H 'Authorization: '\"${SECRET_AUTHORIZATION:?}\""
            " -H 'x-token: ''Token '\"${SECRET_X_TOKEN:?}\" -H 'Accept: a' -H 'User-Agent: u'"
            " -H 'Content-Type: application/json'"
            " --data-raw '{\"password\": \"'\"${SECRET_PASSWORD:?}\"'\",\"n\":1,\"a.b\":\"'"
            "\"${SECRET_A_B:?}\"'\",\"text\":\"my '\"${SECRET:?}\"' one\"}'");
  EXPECT_TRUE(Command(Post("a=[redacted]&path=[redacted]&a=[redacted]"))
                  .ends_with("--data-raw 'a='\"${SECRET_A:?}\"'&path='\"${SECRET_PATH:?}\"'&a='"
                             "\"${SECRET_A_2:?}\""));
}

}  // namespace
}  // namespace sendoff
