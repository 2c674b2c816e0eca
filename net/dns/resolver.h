// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/unique_function.h"
#include "net/address/ip_address.h"

namespace sendoff::net {

// Turns host names into addresses. Lives on one loop thread.
class Resolver {
 public:
  struct Answer {
    // In the order to try them (RFC 6724), at least one; or kDns with what the name servers said,
    // or kIo when no descriptor was left to ask them.
    Result<std::vector<IpAddress>> addresses;

    // How long it is good for, also when it is an error. As the name servers say, unclamped.
    std::chrono::seconds ttl{0};

    bool was_known = false;  // nobody was asked for this query
  };
  using Callback = UniqueFunction<void(Answer)>;

  // Destroying it abandons the query: its callback will not run. The look-up itself may go on and
  // its result still fill a cache, because no name server is ever waited for by two.
  class Query {
   public:
    virtual ~Query() = default;
  };

  virtual ~Resolver() = default;

  // `callback` runs exactly once, never inside this call, unless the query is destroyed first. It
  // may destroy the query. `host` is lower case and punycode. "localhost" and names below it are
  // the loopback addresses, without asking anybody (RFC 6761).
  virtual std::unique_ptr<Query> Resolve(const std::string& host, Callback callback) = 0;
};

}  // namespace sendoff::net
