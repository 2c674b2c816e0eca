// SPDX-License-Identifier: MIT
#include "request/request_codec.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace sendoff::request {
namespace {

// A request to that URL, as EncodeRequest writes it.
std::string BytesTo(const std::string& url, uint64_t warnings = 0) {
  PackedWriter out;
  out.Number(0);
  out.Text("step.mjs:1:1");
  out.Text("GET");
  out.Text(url);
  out.Number(0);
  out.Flag(false);
  out.Number(warnings);
  for (uint64_t i = 0; i < warnings; ++i) out.Text("");
  out.Flag(false);
  return out.Take();
}

std::string FaultOf(const std::string& bytes) {
  PackedReader in(bytes);
  DecodeRequest(in, {});
  in.End();
  return in.fault();
}

TEST(RequestCodec, ARequestIsReadAsItWasWritten) {
  net::OutboundRequest sent;
  sent.seq = 7;
  sent.call_site = "step.mjs:12:5";
  sent.method = "PUT";
  sent.url = std::move(net::Url::Parse("https://a.example/b?c").value());
  sent.headers = {{"X-A", "b"}};
  sent.body = std::make_shared<const std::string>("a\0\xff", 3);
  sent.warnings = std::vector<std::string>{"one"};
  PackedWriter out;
  EncodeRequest(sent, out);
  const std::string bytes = out.Take();
  PackedReader in(bytes);
  const net::OutboundRequest read = DecodeRequest(in, {});
  in.End();
  ASSERT_TRUE(in.ok()) << in.fault();
  EXPECT_EQ(read.seq, 7u);
  EXPECT_EQ(*read.call_site, "step.mjs:12:5");
  EXPECT_EQ(*read.method, "PUT");
  EXPECT_EQ(read.url.ToString(), "https://a.example/b?c");
  EXPECT_EQ(read.headers.lines(), "X-A: b\r\n");
  EXPECT_EQ(*read.body, *sent.body);
  EXPECT_EQ(*read.warnings, *sent.warnings);
}

// What is wrong with a URL is told to people, who did not write it.
TEST(RequestCodec, AFaultIsShortAndPlain) {
  EXPECT_EQ(FaultOf(BytesTo("http://a.example/")), "");
  for (const char* url : {"http://\xb0/", "http://a.example/\x1b[2J", "http://caf\xc3\xa9/", " "}) {
    EXPECT_EQ(FaultOf(BytesTo(url)), "at byte 18, the URL is not in its normal form") << url;
  }
  const std::string fault = FaultOf(BytesTo("http://a:" + std::string(100'000, '9') + "/"));
  EXPECT_TRUE(fault.starts_with("at byte 18, the URL is not valid: its port 999")) << fault;
  EXPECT_LT(fault.size(), 300u);
}

TEST(RequestCodec, WarningsHaveAnEnd) {
  EXPECT_EQ(FaultOf(BytesTo("http://a.example/", 100'000)), "");
  EXPECT_EQ(FaultOf(BytesTo("http://a.example/", 100'001)),
            "at byte 38, warnings is 100001, more than the limit of 100000");
}

}  // namespace
}  // namespace sendoff::request
