// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/shared.h"
#include "net/address/ip_address.h"

namespace sendoff::net {

// Scheme, host and port: whom a URL names, what connections are kept by, and what counts as the
// same server in a redirect. Made by Url; many URLs share one.
struct Origin {
  bool https = false;
  std::string host;             // "example.com", "192.0.2.1", "::1" (without brackets)
  std::optional<IpAddress> ip;  // when the host is an address
  uint16_t port = 80;           // the default one where the URL names none

  bool operator==(const Origin&) const = default;

  // "example.com:8443", without a default port, as the Host field has it.
  std::string HostAndPort() const;

  // "https://example.com:8443"
  std::string ToString() const;
};

// For tables by origin, whose keys share them.
struct OriginHash {
  size_t operator()(const Shared<Origin>& origin) const {
    const size_t server = std::hash<std::string>()(origin->host);
    return server ^ (size_t{origin->port} << 1) ^ (origin->https ? 1 : 0);
  }
};
struct SameOrigin {
  bool operator()(const Shared<Origin>& a, const Shared<Origin>& b) const {
    return &*a == &*b || *a == *b;
  }
};

}  // namespace sendoff::net
