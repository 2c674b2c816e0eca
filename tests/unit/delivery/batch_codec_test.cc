// SPDX-License-Identifier: MIT
#include "delivery/batch_codec.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>

#include "base/packed_writer.h"
#include "request/form_fields.h"
#include "request/request_draft.h"
#include "tests/support/delivery_world.h"

namespace sendoff::delivery {
namespace {

using std::chrono::milliseconds;
using test::RequestTo;

constexpr net::AwaitedTerms kMost = {milliseconds(60'000), 100, 1 << 20};

net::OutboundRequest FullRequest() {
  net::OutboundRequest request =
      RequestTo("https://hooks.example:8443/a?b=%20c", "PATCH", std::string("a\0\xff", 3));
  request.seq = 7;
  request.call_site = "step.mjs:12:5";
  request.headers = {{"x-LOWER", "1"}, {"X-A", ""}, {"X-A", "caf\xe9\t2"}, {"Host", "b.example"}};
  request.warnings = std::vector<std::string>{"one", ""};
  return request;
}

RunBatch FullBatch() {
  RunBatch batch;
  batch.info = {"run", "step.mjs", "tenant", "workflow"};
  batch.ordered = true;
  batch.requests.push_back(FullRequest());
  net::OutboundRequest awaited = RequestTo("http://[::1]/", "GET", "");
  awaited.seq = std::numeric_limits<uint64_t>::max();
  awaited.awaited = std::make_shared<const net::AwaitedTerms>(
      net::AwaitedTerms{kMost.timeout, 5, 1 << 20, false});
  batch.requests.push_back(std::move(awaited));
  return batch;
}

TEST(BatchCodec, ABatchIsReadAsItWasWritten) {
  const RunBatch written = FullBatch();
  const Result<RunBatch> read = DecodeBatch(EncodeBatch(written), kMost);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->info.run, "run");
  EXPECT_EQ(read->info.step, "step.mjs");
  EXPECT_EQ(*read->info.tenant, "tenant");
  EXPECT_EQ(read->info.workflow, "workflow");
  EXPECT_TRUE(read->ordered);
  ASSERT_EQ(read->requests.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    const net::OutboundRequest& expected = written.requests[i];
    const net::OutboundRequest& request = read->requests[i];
    EXPECT_EQ(request.seq, expected.seq);
    EXPECT_EQ(*request.call_site, *expected.call_site);
    EXPECT_EQ(*request.method, *expected.method);
    EXPECT_EQ(*request.url.server, *expected.url.server);
    EXPECT_EQ(request.url.target, expected.url.target);
    EXPECT_EQ(request.headers.lines(), expected.headers.lines());
    EXPECT_EQ(*request.warnings, *expected.warnings);
  }
  EXPECT_EQ(*read->requests[0].body, std::string("a\0\xff", 3));
  EXPECT_EQ(read->requests[0].awaited, nullptr);
  EXPECT_EQ(read->requests[1].body, nullptr);
  const net::AwaitedTerms& terms = *read->requests[1].awaited;
  EXPECT_EQ(terms.timeout, kMost.timeout);
  EXPECT_EQ(terms.redirects, 5u);
  EXPECT_EQ(terms.body_bytes, size_t{1} << 20);
  EXPECT_FALSE(terms.decodes);
}

// With what a script's `params` make of it.
TEST(BatchCodec, AQueryIsReadAsItWasWritten) {
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) all_bytes += static_cast<char>(byte);
  const SendLimits limits;
  for (const char* url : {"http://a.example/it's?", "http://a.example/%27?a='\"<>{}|^`\\#b"}) {
    request::UrlMemo urls;
    request::RequestDraft draft(limits, urls);
    ASSERT_TRUE(draft.SetMethod("GET").ok());
    ASSERT_TRUE(draft.SetUrl(url).ok());
    draft.AddQuery(request::WriteQuery({{"q", "it's"}, {all_bytes, all_bytes}}));
    // As the axios module leaves what a serializer of the script's own has written.
    draft.AddQuery("!$%&'()*+,-./:;=?@[\\]^_`{|}~%");
    draft.Finish(/*fills_in=*/true);
    RunBatch batch;
    batch.requests.push_back(std::move(draft.request()));
    const Result<RunBatch> read = DecodeBatch(EncodeBatch(batch), kMost);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->requests[0].url.target, batch.requests[0].url.target);
    EXPECT_EQ(*read->requests[0].url.server, *batch.requests[0].url.server);
  }
}

TEST(BatchCodec, AnEmptyBodyIsNotNoBody) {
  RunBatch batch = FullBatch();
  batch.requests[0].body = std::make_shared<const std::string>();
  const Result<RunBatch> read = DecodeBatch(EncodeBatch(batch), kMost);
  ASSERT_TRUE(read.ok());
  ASSERT_NE(read->requests[0].body, nullptr);
  EXPECT_EQ(*read->requests[0].body, "");
}

TEST(BatchCodec, ABatchMayBeEmpty) {
  const Result<RunBatch> read = DecodeBatch(EncodeBatch({}), kMost);
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read->requests.empty());
}

TEST(BatchCodec, RequestsShareWhatTheyHaveInCommon) {
  RunBatch batch;
  for (uint64_t seq = 0; seq < 2; ++seq) {
    batch.requests.push_back(FullRequest());
    batch.requests.back().seq = seq;
    batch.requests.back().warnings = {};
  }
  const Result<RunBatch> read = DecodeBatch(EncodeBatch(batch), kMost);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(&*read->requests[0].url.server, &*read->requests[1].url.server);
  EXPECT_EQ(&*read->requests[0].method, &*read->requests[1].method);
  EXPECT_EQ(&*read->requests[0].warnings, &*read->requests[1].warnings);
  EXPECT_EQ(read->requests[0].headers.lines().data(), read->requests[1].headers.lines().data());
}

// What is wrong with `bytes`, after what every message begins with.
std::string FaultOf(const std::string& bytes) {
  const Result<RunBatch> read = DecodeBatch(bytes, kMost);
  if (read.ok()) return "";
  EXPECT_EQ(read.error().code, ErrorCode::kIo);
  const std::string kBeginning = "the bytes are no batch of requests: ";
  EXPECT_TRUE(read.error().message.starts_with(kBeginning)) << read.error().message;
  return read.error().message.substr(kBeginning.size());
}

TEST(BatchCodec, RefusesWhatIsCutAnywhere) {
  const std::string bytes = EncodeBatch(FullBatch());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_NE(FaultOf(bytes.substr(0, size)), "") << size;
  }
  EXPECT_EQ(FaultOf(bytes + "x"),
            "at byte " + std::to_string(bytes.size()) + ", something follows the end");
}

TEST(BatchCodec, SurvivesEachByteBeingAnother) {
  const std::string bytes = EncodeBatch(FullBatch());
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(value);
      const Result<RunBatch> read = DecodeBatch(changed, kMost);
      EXPECT_TRUE(!read.ok() || DecodeBatch(EncodeBatch(*read), kMost).ok());
    }
  }
}

TEST(BatchCodec, RefusesOtherBytesAndLaterVersions) {
  EXPECT_EQ(FaultOf(""), "they do not begin as one does");
  EXPECT_EQ(FaultOf("{\"run\":1}"), "they do not begin as one does");
  EXPECT_EQ(FaultOf("sob\x02"), "they are of version 2, and this sendoff knows those up to 1");
  EXPECT_EQ(FaultOf(std::string("sob\0", 4)),
            "they are of version 0, and this sendoff knows those up to 1");
}

// A request as its fields, written as EncodeBatch does; a test spoils one.
struct Fields {
  uint64_t seq = 0;
  std::string method = "POST";
  std::string url = "http://a.example/";
  uint64_t header_count = 1;
  std::string name = "X-A";
  std::string value = "b";
  uint64_t timeout = 1;
  uint64_t redirects = 5;
  uint64_t body_bytes = 100;
  std::string more = "";

  PackedWriter Write() const {
    PackedWriter out;
    out.Number(seq);
    out.Text("step.mjs:1:1");
    out.Text(method);
    out.Text(url);
    out.Number(header_count);
    out.Text(name);
    out.Text(value);
    out.Flag(false);
    out.Number(0);
    out.Flag(true);
    out.Number(timeout);
    out.Number(redirects);
    out.Number(body_bytes);
    out.Flag(true);
    if (!more.empty()) out.Text(more);
    return out;
  }
};

std::string BatchOf(const std::vector<Fields>& requests, const std::string& more = "") {
  PackedWriter info;
  for (const char* text : {"r", "step.mjs", "", ""}) info.Text(text);
  info.Flag(false);
  if (!more.empty()) info.Text(more);
  PackedWriter out("sob\x01");
  out.Block(info);
  out.Number(requests.size());
  for (const Fields& fields : requests) out.Block(fields.Write());
  return out.Take();
}

TEST(BatchCodec, RefusesWhatAScriptCouldNotAskFor) {
  EXPECT_EQ(FaultOf(BatchOf({Fields{}})), "");
  const auto fault = [](const Fields& fields) {
    const std::string text = FaultOf(BatchOf({fields}));
    return text.substr(std::min(text.find(", ") + 2, text.size()));
  };
  for (const char* method : {"", "post", "PO ST", "POST / HTTP/1.1\r\nX:"}) {
    EXPECT_EQ(fault({.method = method}), "the method is no token in upper case") << method;
  }
  const std::string longest(request::RequestDraft::kMaxMethod, 'M');
  EXPECT_EQ(fault({.method = longest}), "");
  EXPECT_EQ(fault({.method = longest + "M"}), "the method is longer than any may be");
  EXPECT_EQ(fault({.method = "CONNECT"}), "the method is one that is never sent");
  EXPECT_EQ(fault({.url = "ftp://a.example/"}),
            "the URL is not valid: the scheme ftp: is not http: or https:");
  for (const char* url : {"HTTP://a.example/", "http://u:p@a.example/", "http://a.example/#b",
                          "http://a.example", "http://a.example/a b", "http://a.example:80/",
                          "http://a.example?q", "http://a.example/?", "http://u@a.example/?q"}) {
    EXPECT_EQ(fault({.url = url}), "the URL is not in its normal form") << url;
  }
  for (const char* query :
       {"a#b", "a b", "a ", "a\r\nX: y", "\t", "caf\xe9", "\x7f", "\"", "<", ">"}) {
    EXPECT_EQ(fault({.url = std::string("http://a.example/?") + query}),
              "the URL's query has a character that is never sent in one")
        << query;
  }
  for (const char* name : {"", "X A", "X:", "X\r\nY"}) {
    EXPECT_EQ(fault({.name = name}), "the name of a header is no token") << name;
  }
  for (const char* name : {"Content-Length", "transfer-encoding", "Proxy-Authorization"}) {
    EXPECT_EQ(fault({.name = name}), "a header belongs to the connection") << name;
  }
  for (const char* value : {"a\r\nb", "a\x01", "\x7f"}) {
    EXPECT_EQ(fault({.value = value}),
              "the value of a header has a character that cannot stand in one");
  }
  EXPECT_EQ(fault({.header_count = std::numeric_limits<uint64_t>::max()}),
            "the name of a header is no token");
}

TEST(BatchCodec, RefusesToWaitForMoreThanItsReaderAllows) {
  EXPECT_EQ(FaultOf(BatchOf({Fields{.timeout = 60'000, .redirects = 100, .body_bytes = 1 << 20}})),
            "");
  const auto expect = [](const Fields& fields, const std::string& fault) {
    const std::string text = FaultOf(BatchOf({fields}));
    EXPECT_TRUE(text.ends_with(", " + fault)) << text;
  };
  constexpr uint64_t kAll = std::numeric_limits<uint64_t>::max();
  const std::string all = std::to_string(kAll);
  expect({.timeout = 60'001}, "timeout is 60001, more than the limit of 60000");
  expect({.timeout = kAll}, "timeout is " + all + ", more than the limit of 60000");
  expect({.redirects = 101}, "redirects is 101, more than the limit of 100");
  expect({.redirects = kAll}, "redirects is " + all + ", more than the limit of 100");
  expect({.body_bytes = (1 << 20) + 1}, "body_bytes is 1048577, more than the limit of 1048576");
  expect({.body_bytes = kAll}, "body_bytes is " + all + ", more than the limit of 1048576");
}

TEST(BatchCodec, SaysWhereTheFaultIs) {
  const std::string bytes = BatchOf({Fields{.method = "post"}});
  EXPECT_EQ(FaultOf(bytes), "at byte " + std::to_string(bytes.find("\x04post")) +
                                ", the method is no token in upper case");
}

TEST(BatchCodec, RequestsAreInTheOrderOfTheirCalls) {
  EXPECT_EQ(FaultOf(BatchOf({Fields{.seq = 1}, Fields{.seq = 3}})), "");
  for (const uint64_t second : {0, 1}) {
    EXPECT_NE(FaultOf(BatchOf({Fields{.seq = 1}, Fields{.seq = second}}))
                  .find("a request is not behind those that were called for before it"),
              std::string::npos);
  }
}

TEST(BatchCodec, SkipsWhatALaterVersionHasAddedAtTheEndOfABlock) {
  const Result<RunBatch> read =
      DecodeBatch(BatchOf({Fields{.more = "later"}, Fields{.seq = 1}}, "later"), kMost);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->requests.size(), 2u);
}

}  // namespace
}  // namespace sendoff::delivery
