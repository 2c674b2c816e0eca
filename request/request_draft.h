// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/result.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/http/outbound_request.h"
#include "request/header_input.h"
#include "request/header_set.h"
#include "request/request_body.h"
#include "request/url_memo.h"

namespace sendoff::request {

// A request while it is put together from a call's plain values, and what is allowed of them. The
// parts are given in the order of the functions, each at most once; method and URL have to be.
// Errors are what the call is refused with, but for the name of the function that was called;
// nothing but throwing the draft away is left to do then. It holds no state of other calls.
class RequestDraft {
 public:
  // A method has no more characters; what is longer is refused whatever its end is.
  static constexpr size_t kMaxMethod = 64;

  // Both outlive it; `urls` are the run's.
  RequestDraft(const SendLimits& limits, UrlMemo& urls) : limits_(limits), urls_(urls) {}

  Result<void> SetMethod(std::string_view text);

  Result<void> SetUrl(const std::string& text);

  // The fields that the script names; the draft outlives it.
  HeaderInput Headers(HeaderSource source) {
    return HeaderInput(limits_, source, &headers_, &warnings_);
  }

  // A text that is added to the URL's query as it is. An empty one adds nothing.
  void AddQuery(const std::string& query);

  // Whether the URL may be as long as it is now, with its encoding and the query.
  Result<void> CheckTarget() const;

  // In the place of those that the URL has.
  void SetCredentials(std::string_view username, std::string_view password);

  // What the script says of the body, or nothing.
  std::string_view content_type() const { return headers_.Get("Content-Type"); }

  // To be filled in.
  RequestBody& body() { return body_; }

  // Puts it all together. `fills_in`: whether it gets the fields that axios fills in where the
  // script did not set them.
  void Finish(bool fills_in);

  // What there is of the request, to be taken; without a number and a place.
  net::OutboundRequest& request() { return request_; }

  // For a caller that wants to know before it copies: kSendLimit for a `url` or `params` of so many
  // characters, credentials, the type of a Blob, and a body of so many bytes.
  Result<void> RoomForUrl(const char* what, uint64_t characters) const;
  Result<void> RoomForCredentials(uint64_t characters) const;
  Result<void> RoomForType(uint64_t bytes) const;
  Result<void> RoomForBody(uint64_t bytes) const;

  const SendLimits& limits() const { return limits_; }

  // For the record.
  std::vector<std::string>& warnings() { return warnings_; }

 private:
  void Authorize();
  void WarnOfBody();
  void AddDefaults();

  const SendLimits& limits_;
  UrlMemo& urls_;
  net::OutboundRequest request_;
  HeaderSet headers_;
  std::string credentials_;  // "user:password"
  RequestBody body_;
  std::vector<std::string> warnings_;
};

}  // namespace sendoff::request
