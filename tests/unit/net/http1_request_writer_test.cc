// SPDX-License-Identifier: MIT
#include "net/http/http1_request_writer.h"

#include <gtest/gtest.h>

#include <utility>

namespace sendoff::net {
namespace {

OutboundRequest Request(std::string method, std::string_view url) {
  OutboundRequest request;
  request.method = std::move(method);
  Result<Url> parsed = Url::Parse(url);
  EXPECT_TRUE(parsed.ok());
  request.url = std::move(*parsed);
  return request;
}

std::shared_ptr<const std::string> Body(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

TEST(Http1RequestWriter, WritesHostFirstAndConnectionLast) {
  OutboundRequest request = Request("GET", "http://example.com/a?b=c");
  request.headers = {{"Accept", "*/*"}, {"X-One", "1"}};
  EXPECT_EQ(WriteRequestHead(request),
            "GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\nX-One: 1\r\n"
            "Connection: keep-alive\r\n\r\n");
}

TEST(Http1RequestWriter, WritesTheLengthOfTheBodyRightAfterTheHost) {
  OutboundRequest request = Request("POST", "http://example.com/");
  request.headers = {{"Content-Type", "text/plain"}};
  request.body = Body("hello");
  EXPECT_EQ(WriteRequestHead(request),
            "POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 5\r\n"
            "Content-Type: text/plain\r\nConnection: keep-alive\r\n\r\n");
}

TEST(Http1RequestWriter, SendsTheHostThatTheScriptSetOnceAndInItsPlace) {
  OutboundRequest request = Request("GET", "http://127.0.0.1:8080/");
  request.headers = {{"A", "b"}, {"hOsT", "virtual.example"}, {"host", "second.example"}};
  EXPECT_EQ(WriteRequestHead(request),
            "GET / HTTP/1.1\r\nHost: virtual.example\r\nA: b\r\nConnection: keep-alive\r\n\r\n");
}

TEST(Http1RequestWriter, NamesThePortInTheHostWhenItIsNotTheDefaultOne) {
  const auto host = [](std::string_view url) {
    return RequestHeaders(Request("GET", url)).front().value;
  };
  EXPECT_EQ(host("http://example.com:80/"), "example.com");
  EXPECT_EQ(host("http://example.com:443/"), "example.com:443");
  EXPECT_EQ(host("https://example.com:443/"), "example.com");
  EXPECT_EQ(host("https://[::1]:8443/"), "[::1]:8443");
}

TEST(Http1RequestWriter, SaysThatThereIsNoBodyWhereAServerMightWaitForOne) {
  const auto length = [](std::string method, std::shared_ptr<const std::string> body) {
    OutboundRequest request = Request(std::move(method), "http://example.com/");
    request.body = std::move(body);
    std::string found = "none";
    for (const Header& header : RequestHeaders(request)) {
      if (header.name == "Content-Length") found = header.value;
    }
    return found;
  };
  for (const char* method : {"POST", "PUT", "PATCH", "PURGE"}) {
    EXPECT_EQ(length(method, nullptr), "0") << method;
  }
  for (const char* method : {"GET", "HEAD", "DELETE", "OPTIONS"}) {
    EXPECT_EQ(length(method, nullptr), "none") << method;
    EXPECT_EQ(length(method, Body("x")), "1") << method;
  }
  EXPECT_EQ(length("GET", Body("")), "0");
}

TEST(FieldBlockDeathTest, TakesNoLineEndInsideAField) {
  FieldBlock block;
  EXPECT_DEATH(block.Append("A", "b\r\nX-Injected: 1"), "internal error");
  EXPECT_DEATH(block.Append(std::string_view("A\0", 2), "b"), "internal error");
  EXPECT_DEATH(block.Append("A\r\nB", "b"), "internal error");
}

TEST(FieldBlock, SharesTheLinesOfAnEqualOneUntilEitherChanges) {
  const FieldBlock first = {{"A", "1"}};
  FieldBlock second = {{"A", "1"}};
  second.Compact(first);
  EXPECT_EQ(second.lines().data(), first.lines().data());
  second.Append("B", "2");
  EXPECT_EQ(first.lines(), "A: 1\r\n");
  EXPECT_EQ(second.lines(), "A: 1\r\nB: 2\r\n");
  second.Compact(first);
  EXPECT_EQ(second.lines(), "A: 1\r\nB: 2\r\n");
  FieldBlock empty;
  empty.Compact(first);
  empty.Compact({});
  EXPECT_EQ(empty.lines(), "");
}

TEST(FieldBlock, IsEmptyOnceItWasMovedFrom) {
  FieldBlock first = {{"A", "1"}};
  FieldBlock second = std::move(first);
  EXPECT_EQ(second.lines(), "A: 1\r\n");
  EXPECT_EQ(first.lines(), "");  // NOLINT(bugprone-use-after-move): that is the point
  first.Append("B", "2");
  EXPECT_EQ(first.lines(), "B: 2\r\n");
  second = std::move(first);
  EXPECT_EQ(second.lines(), "B: 2\r\n");
  EXPECT_EQ(first.Find("B"), std::nullopt);  // NOLINT(bugprone-use-after-move): likewise
}

TEST(FieldBlock, GivesBackWhatItTook) {
  const FieldBlock block = {{"A", "1"}, {"Empty", ""}, {"Colons", "a: b: c"}, {"a", "2"}};
  std::string fields;
  block.ForEach([&](std::string_view name, std::string_view value) {
    fields.append(name).append("=").append(value).append(";");
  });
  EXPECT_EQ(fields, "A=1;Empty=;Colons=a: b: c;a=2;");
  EXPECT_EQ(block.Find("a"), "1");
  EXPECT_EQ(block.Find("empty"), "");
  EXPECT_EQ(block.Find("B"), std::nullopt);
}

}  // namespace
}  // namespace sendoff::net
