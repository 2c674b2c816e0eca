// SPDX-License-Identifier: MIT
// Batches as bytes. Whatever the bytes are, they are refused or make a batch that may be sent: one
// request a request, nothing that a script could not ask for, and written down and read back the
// same. A batch that the input describes is read back as it was written.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "delivery/batch_codec.h"
#include "fuzz/byte_reader.h"
#include "net/http/http1_request_writer.h"

namespace sendoff::delivery {
namespace {

constexpr net::AwaitedTerms kMost = {std::chrono::minutes(10), 100, 32 << 20};

void CheckMayBeSent(const net::OutboundRequest& request) {
  if (request.awaited) {
    SENDOFF_CHECK(request.awaited->timeout <= kMost.timeout);
    SENDOFF_CHECK(request.awaited->redirects <= kMost.redirects);
    SENDOFF_CHECK(request.awaited->body_bytes <= kMost.body_bytes);
  }
  const std::string head = net::WriteRequestHead(request);
  SENDOFF_CHECK(head.find("\r\n\r\n") == head.size() - 4);
  size_t lines = 0;
  request.headers.ForEach([&](std::string_view, std::string_view) { ++lines; });
  const auto ends = std::count(head.begin(), head.end(), '\n');
  // The request line, Host, Content-Length, Connection, the empty line.
  SENDOFF_CHECK(static_cast<size_t>(ends) <= lines + 5);
}

void Decode(std::string_view bytes) {
  const Result<RunBatch> batch = DecodeBatch(bytes, kMost);
  if (!batch.ok()) {
    SENDOFF_CHECK(batch.error().code == ErrorCode::kIo);
    return;
  }
  for (const net::OutboundRequest& request : batch->requests) CheckMayBeSent(request);
  const std::string written = EncodeBatch(*batch);
  const Result<RunBatch> again = DecodeBatch(written, kMost);
  SENDOFF_CHECK(again.ok());
  SENDOFF_CHECK(EncodeBatch(*again) == written);
}

// As a request gets its `params`: after its URL was parsed, with what they leave as it is.
void AddParams(fuzz::ByteReader& choices, std::string* target) {
  constexpr std::string_view kPlain = "a%'!*()~:$,=&+?/;@[]\\^`{|}";
  std::string query;
  for (int left = choices.Byte() % 8; left > 0; --left) {
    query += kPlain[choices.Byte() % kPlain.size()];
  }
  if (query.empty()) return;
  target->append(target->find('?') == std::string::npos ? "?" : "&").append(query);
}

net::OutboundRequest NewRequest(fuzz::ByteReader& choices, uint64_t seq) {
  constexpr std::string_view kMethods[] = {"GET", "POST", "M-SEARCH"};
  net::OutboundRequest request;
  request.seq = seq;
  request.call_site = std::string(choices.Bytes(choices.Byte()));
  request.method = std::string(kMethods[choices.Byte() % 3]);
  const std::string url = "http://a.example/" + std::string(choices.Bytes(choices.Byte()));
  Result<net::Url> parsed = net::Url::Parse(url);
  if (parsed.ok()) request.url = std::move(*parsed);
  if (request.url.target.empty()) request.url = *net::Url::Parse("https://[::1]:8443/?q");
  AddParams(choices, &request.url.target);
  std::string value(choices.Bytes(choices.Byte()));
  std::erase_if(value, [](char c) { return c == 0x7F || (c >= 0 && c < ' ' && c != '\t'); });
  for (int left = choices.Byte() % 4; left > 0; --left) request.headers.Append("x-a", value);
  if (choices.Byte() % 2 == 1) {
    request.body = std::make_shared<const std::string>(choices.Bytes(choices.Byte()));
  }
  return request;
}

void RoundTrip(fuzz::ByteReader& choices) {
  RunBatch batch;
  batch.info = {std::string(choices.Bytes(8)), "step.mjs", std::string(choices.Bytes(4))};
  batch.ordered = choices.Byte() % 2 == 1;
  for (uint64_t seq = 0; seq < 4 && !choices.empty(); ++seq) {
    batch.requests.push_back(NewRequest(choices, seq));
  }
  const std::string written = EncodeBatch(batch);
  const Result<RunBatch> read = DecodeBatch(written, kMost);
  SENDOFF_CHECK(read.ok());
  SENDOFF_CHECK(read->requests.size() == batch.requests.size());
  SENDOFF_CHECK(EncodeBatch(*read) == written);
}

}  // namespace
}  // namespace sendoff::delivery

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  sendoff::delivery::Decode(input);
  sendoff::fuzz::ByteReader choices(input);
  sendoff::delivery::RoundTrip(choices);
  return 0;
}
