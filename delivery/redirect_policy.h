// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>
#include <sendoff/policies.h>
#include <sendoff/record.h>

#include <cstddef>
#include <string>
#include <variant>

#include "net/http/outbound_request.h"

namespace sendoff::delivery {

// Decides what a redirect leads to. A value without I/O; where a new request may go is the egress
// policy's business, when it is connected. The rules and their reasons: docs/delivery.md.
class RedirectPolicy {
 public:
  // More redirects in a row are a loop, or as good as one, where nobody says otherwise.
  static constexpr size_t kMaxFollowed = 5;

  // The response is the end. `warning`: why a redirect was not followed; empty for none.
  struct Stop {
    std::string warning;
  };

  // The request to send next; or the end; or kRedirect, when what the server asks for cannot be
  // done.
  using Decision = std::variant<net::OutboundRequest, Stop, Error>;

  explicit RedirectPolicy(Redirects mode, size_t most = kMaxFollowed) : mode_(mode), most_(most) {}

  // `response` is the whole answer to `request`, credentials still in it; `followed` counts the
  // redirects that led to `request`.
  Decision Decide(const net::OutboundRequest& request, const RecordedResponse& response,
                  size_t followed) const;

 private:
  const Redirects mode_;
  const size_t most_;  // redirects in a row
};

}  // namespace sendoff::delivery
