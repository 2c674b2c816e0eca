// SPDX-License-Identifier: MIT
#include "request/request_limits.h"

#include <algorithm>
#include <string_view>

#include "base/saturating.h"
#include "request/refusal.h"

namespace sendoff::request {
namespace {

// What is added to the fields of a script: Authorization, Content-Type, and what axios fills in.
constexpr uint64_t kOwnFields = 5;
constexpr uint64_t kOwnFieldBytes = 1024;  // of these, but for what a script has a say in

// Of all fields of a request, counted as below.
uint64_t MostHeaderBytes(const SendLimits& limits) {
  // As many characters as `auth` or a URL may have, three bytes each, and these in base64.
  const uint64_t characters = std::max(limits.header_bytes, limits.url_bytes);
  const uint64_t credentials = SaturatingProduct(4, characters);
  // Beside what `headers` has: the type of a Blob; and where cookies became one line, what stands
  // between them.
  return SaturatingSum({limits.header_bytes, limits.header_bytes, credentials, limits.header_count,
                        limits.header_count, kOwnFieldBytes});
}

Result<void> CheckHeaders(const net::FieldBlock& headers, const SendLimits& limits) {
  uint64_t fields = 0;
  uint64_t bytes = 0;
  std::string_view last;
  headers.ForEach([&](std::string_view name, std::string_view value) {
    ++fields;
    // The name of a field with several lines was counted once.
    if (name != last) bytes += name.size();
    bytes += value.size();
    last = name;
  });
  if (fields > SaturatingSum({limits.header_count, kOwnFields})) {
    return LimitError("headers has more fields than the limit of", limits.header_count,
                      "header_count");
  }
  if (bytes <= MostHeaderBytes(limits)) return {};
  return MoreBytes("headers", limits.header_bytes, "header_bytes");
}

}  // namespace

net::AwaitedTerms MostAwaitedTerms(std::chrono::milliseconds wall_time, const SendLimits& limits) {
  const bool is_endless = wall_time > std::chrono::milliseconds::max() - kBeyondTheStep;
  return {.timeout = is_endless ? wall_time : wall_time + kBeyondTheStep,
          .redirects = kMostRedirects,
          .body_bytes = limits.awaited_response_bytes};
}

Result<void> CheckUrlSize(const char* what, uint64_t characters, const SendLimits& limits) {
  if (characters <= limits.url_bytes) return {};
  return TooManyBytes(what, characters, limits.url_bytes, "url_bytes");
}

Result<void> CheckBodySize(uint64_t bytes, const SendLimits& limits) {
  if (bytes <= limits.body_bytes) return {};
  return TooManyBytes("data", bytes, limits.body_bytes, "body_bytes");
}

Result<void> CheckWhole(const net::OutboundRequest& request, const SendLimits& limits) {
  Result<void> fits = CheckUrlSize("the path and query of url", request.url.target.size(), limits);
  if (fits.ok() && request.body) fits = CheckBodySize(request.body->size(), limits);
  return fits.ok() ? CheckHeaders(request.headers, limits) : fits;
}

}  // namespace sendoff::request
