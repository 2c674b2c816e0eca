// SPDX-License-Identifier: MIT
#include "request/request_codec.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/header_names.h"
#include "net/http/request_rules.h"
#include "request/request_draft.h"

namespace sendoff::request {
namespace {

// More than any call can make. Empty ones would take a byte each, and here some thirty.
constexpr uint64_t kMostWarnings = 100'000;

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

std::string DecodeMethod(PackedReader& in) {
  std::string method(in.Text());
  const bool is_upper =
      std::none_of(method.begin(), method.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!net::IsToken(method) || !is_upper) in.Fail("the method is no token in upper case");
  if (method.size() > RequestDraft::kMaxMethod) in.Fail("the method is longer than any may be");
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
  if (!std::all_of(base.begin(), base.end(), [](char c) { return c >= '!' && c <= '~'; })) {
    in.Fail("the URL is not in its normal form");
    return {};
  }
  Result<net::Url> url = net::Url::Parse(base);
  if (!url.ok()) {
    constexpr size_t kShown = 200;  // bytes: it quotes the URL
    in.Fail("the URL is not valid: " + url.error().message.substr(0, kShown));
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

std::vector<std::string> DecodeWarnings(PackedReader& in) {
  std::vector<std::string> warnings;
  for (uint64_t left = in.NumberUpTo(kMostWarnings, "warnings"); left > 0 && in.ok(); --left) {
    warnings.emplace_back(in.Text());
  }
  return warnings;
}

std::shared_ptr<const net::AwaitedTerms> DecodeAwaited(PackedReader& in,
                                                       const net::AwaitedTerms& most) {
  if (!in.Flag()) return nullptr;
  net::AwaitedTerms terms{};
  terms.timeout = std::chrono::milliseconds(
      in.NumberUpTo(static_cast<uint64_t>(most.timeout.count()), "timeout"));
  terms.redirects = in.NumberUpTo(most.redirects, "redirects");
  terms.body_bytes = in.NumberUpTo(most.body_bytes, "body_bytes");
  terms.decodes = in.Flag();
  return std::make_shared<const net::AwaitedTerms>(terms);
}

}  // namespace

void EncodeRequest(const net::OutboundRequest& request, PackedWriter& out) {
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
}

net::OutboundRequest DecodeRequest(PackedReader& in, const net::AwaitedTerms& most) {
  net::OutboundRequest request;
  request.seq = in.Number();
  request.call_site = std::string(in.Text());
  request.method = DecodeMethod(in);
  request.url = DecodeUrl(in);
  request.headers = DecodeHeaders(in);
  if (in.Flag()) request.body = std::make_shared<const std::string>(in.Text());
  std::vector<std::string> warnings = DecodeWarnings(in);
  if (!warnings.empty()) request.warnings = std::move(warnings);
  request.awaited = DecodeAwaited(in, most);
  return request;
}

}  // namespace sendoff::request
