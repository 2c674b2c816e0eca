// SPDX-License-Identifier: MIT
#include "delivery/batch_codec.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "net/http/header_names.h"
#include "net/http/request_rules.h"

namespace sendoff::delivery {
namespace {

constexpr std::string_view kBeginning = "sob";
constexpr size_t kMaxMethod = 64;  // what request/ lets through; a test compares them

PackedWriter EncodeInfo(const RunBatch& batch) {
  PackedWriter out;
  out.Text(batch.info.run);
  out.Text(batch.info.step);
  out.Text(*batch.info.tenant);
  out.Text(batch.info.workflow);
  out.Flag(batch.ordered);
  return out;
}

void EncodeHeaders(const net::FieldBlock& headers, PackedWriter& out) {
  uint64_t count = 0;
  headers.ForEach([&](std::string_view, std::string_view) { ++count; });
  out.Number(count);
  headers.ForEach([&](std::string_view name, std::string_view value) {
    out.Text(name);
    out.Text(value);
  });
}

void EncodeAwaited(const net::AwaitedTerms* terms, PackedWriter& out) {
  out.Flag(terms != nullptr);
  if (terms == nullptr) return;
  out.Number(static_cast<uint64_t>(terms->timeout.count()));
  out.Number(terms->redirects);
  out.Number(terms->body_bytes);
  out.Flag(terms->decodes);
}

PackedWriter EncodeRequest(const net::OutboundRequest& request) {
  PackedWriter out;
  out.Number(request.seq);
  out.Text(*request.call_site);
  out.Text(*request.method);
  out.Text(request.url.ToString());
  EncodeHeaders(request.headers, out);
  out.Flag(request.body != nullptr);
  if (request.body != nullptr) out.Text(*request.body);
  out.Number(request.warnings->size());
  for (const std::string& warning : *request.warnings) out.Text(warning);
  EncodeAwaited(request.awaited.get(), out);
  return out;
}

std::string DecodeMethod(PackedReader& in) {
  std::string method(in.Text());
  const bool is_upper =
      std::none_of(method.begin(), method.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!net::IsToken(method) || !is_upper) in.Fail("the method is no token in upper case");
  if (method.size() > kMaxMethod) in.Fail("the method is longer than any may be");
  if (net::IsForbiddenMethod(method)) in.Fail("the method is one that is never sent");
  return method;
}

// What a URL parser leaves in a query as it is, and the quote: that stands in a script's params,
// which no parser has seen.
bool IsQueryChar(char c) {
  return c >= '!' && c <= '~' && c != '"' && c != '#' && c != '<' && c != '>';
}

net::Url DecodeUrl(PackedReader& in) {
  const std::string_view text = in.Text();
  const std::string_view base = text.substr(0, text.find('?'));
  Result<net::Url> url = net::Url::Parse(base);
  if (!url.ok()) {
    in.Fail("the URL is not valid: " + url.error().message);
    return {};
  }
  const std::string_view query = text.substr(base.size());
  // Credentials, fragments, other spellings: nothing that a URL of ours has.
  if (url->ToString() != base || query == "?") in.Fail("the URL is not in its normal form");
  if (!std::all_of(query.begin(), query.end(), IsQueryChar)) {
    in.Fail("the URL's query has a character that is never sent in one");
  }
  url->target.append(query);
  return std::move(*url);
}

net::FieldBlock DecodeHeaders(PackedReader& in) {
  net::FieldBlock headers;
  for (uint64_t left = in.Number(); left > 0 && in.ok(); --left) {
    const std::string_view name = in.Text();
    if (!net::IsToken(name)) in.Fail("the name of a header is no token");
    if (net::BelongsToConnection(name)) in.Fail("a header belongs to the connection");
    const std::string_view value = in.Text();
    if (!std::all_of(value.begin(), value.end(), net::IsFieldValueChar)) {
      in.Fail("the value of a header has a character that cannot stand in one");
    }
    if (in.ok()) headers.Append(name, value);
  }
  return headers;
}

std::vector<std::string> DecodeTexts(PackedReader& in) {
  std::vector<std::string> texts;
  for (uint64_t left = in.Number(); left > 0 && in.ok(); --left) texts.emplace_back(in.Text());
  return texts;
}

uint64_t NumberUpTo(uint64_t most, const char* name, PackedReader& in) {
  const uint64_t number = in.Number();
  if (number <= most) return number;
  in.Fail(std::string(name) + " is " + std::to_string(number) + ", more than the limit of " +
          std::to_string(most));
  return most;
}

std::shared_ptr<const net::AwaitedTerms> DecodeAwaited(PackedReader& in,
                                                       const net::AwaitedTerms& most) {
  if (!in.Flag()) return nullptr;
  net::AwaitedTerms terms{};
  terms.timeout = std::chrono::milliseconds(
      NumberUpTo(static_cast<uint64_t>(most.timeout.count()), "timeout", in));
  terms.redirects = NumberUpTo(most.redirects, "redirects", in);
  terms.body_bytes = NumberUpTo(most.body_bytes, "body_bytes", in);
  terms.decodes = in.Flag();
  return std::make_shared<const net::AwaitedTerms>(terms);
}

net::OutboundRequest DecodeRequest(PackedReader& in, const net::AwaitedTerms& most) {
  net::OutboundRequest request;
  request.seq = in.Number();
  request.call_site = std::string(in.Text());
  request.method = DecodeMethod(in);
  request.url = DecodeUrl(in);
  request.headers = DecodeHeaders(in);
  if (in.Flag()) request.body = std::make_shared<const std::string>(in.Text());
  std::vector<std::string> warnings = DecodeTexts(in);
  if (!warnings.empty()) request.warnings = std::move(warnings);
  request.awaited = DecodeAwaited(in, most);
  return request;
}

void DecodeInfo(PackedReader in, PackedReader& whole, RunBatch* batch) {
  batch->info.run = in.Text();
  batch->info.step = in.Text();
  batch->info.tenant = std::string(in.Text());
  batch->info.workflow = in.Text();
  batch->ordered = in.Flag();
  whole.Adopt(in);
}

void DecodeRequests(PackedReader& in, const net::AwaitedTerms& most, RunBatch* batch) {
  const net::OutboundRequest none;
  for (uint64_t left = in.Number(); left > 0 && in.ok(); --left) {
    PackedReader block = in.Block();
    if (!in.ok()) return;
    net::OutboundRequest request = DecodeRequest(block, most);
    if (!block.ok()) return in.Adopt(block);
    const bool is_first = batch->requests.empty();
    // Two of one number would have one id.
    if (!is_first && request.seq <= batch->requests.back().seq) {
      return in.Fail("a request is not behind those that were called for before it");
    }
    request.Compact(is_first ? none : batch->requests.back());
    batch->requests.push_back(std::move(request));
  }
  in.End();
}

}  // namespace

std::string EncodeBatch(const RunBatch& batch) {
  PackedWriter out(std::string(kBeginning) + static_cast<char>(kBatchVersion));
  out.Block(EncodeInfo(batch));
  out.Number(batch.requests.size());
  for (const net::OutboundRequest& request : batch.requests) out.Block(EncodeRequest(request));
  return out.Take();
}

Result<RunBatch> DecodeBatch(std::string_view bytes, const net::AwaitedTerms& most) {
  const auto fail = [](const std::string& why) {
    return Error{ErrorCode::kIo, "the bytes are no batch of requests: " + why};
  };
  if (bytes.size() <= kBeginning.size() || !bytes.starts_with(kBeginning)) {
    return fail("they do not begin as one does");
  }
  const auto version = static_cast<unsigned char>(bytes[kBeginning.size()]);
  if (version == 0 || version > kBatchVersion) {
    return fail("they are of version " + std::to_string(version) +
                ", and this sendoff knows those up to " + std::to_string(kBatchVersion));
  }
  constexpr size_t kHead = kBeginning.size() + 1;
  PackedReader in(bytes.substr(kHead), kHead);
  RunBatch batch;
  DecodeInfo(in.Block(), in, &batch);
  DecodeRequests(in, most, &batch);
  if (!in.ok()) return fail(in.fault());
  return batch;
}

}  // namespace sendoff::delivery
