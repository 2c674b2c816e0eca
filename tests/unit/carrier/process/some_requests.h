// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "net/address/url.h"
#include "net/http/outbound_request.h"

namespace sendoff::test {

inline net::OutboundRequest RequestTo(const std::string& url) {
  net::OutboundRequest request;
  request.method = "GET";
  request.url = std::move(net::Url::Parse(url).value());
  return request;
}

// That the step waits for.
inline net::OutboundRequest AwaitedTo(const std::string& url) {
  net::OutboundRequest request = RequestTo(url);
  request.awaited = std::make_shared<const net::AwaitedTerms>(
      net::AwaitedTerms{std::chrono::milliseconds(100), 1, 4096, false});
  return request;
}

}  // namespace sendoff::test
