// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/shared.h"
#include "net/address/ip_address.h"

namespace sendoff::net {

// An absolute http: or https: URL as the WHATWG URL standard parses it (ada): host in lower case
// and punycode, IPv4 in any spelling as dotted decimal, percent-encoding normalised, default port
// gone, fragment and userinfo dropped.
struct Url {
  // Many URLs of one server can share it.
  struct Server {
    bool https = false;
    std::string host;             // "example.com", "192.0.2.1", "::1" (without brackets)
    std::optional<IpAddress> ip;  // when the host is an address
    uint16_t port = 80;           // the default one where the URL names none
    bool operator==(const Server&) const = default;
  };
  Shared<Server> server;
  std::string target;  // path and query in origin-form: "/a?b=c"; never empty

  // The error (kSendInvalidArg) says what is wrong with `text` in words that can follow a colon.
  // Sets
  // `*userinfo` to "user:password", percent-decoded, where the URL has one; where null, it is
  // dropped.
  static Result<Url> Parse(std::string_view text, std::string* userinfo = nullptr);

  // What `reference`, absolute or relative to this one, stands for in a Location field. Bytes
  // beyond ASCII count as percent-encoded, so that they stay the bytes that the server wrote.
  // Errors as those of Parse.
  Result<Url> Resolve(std::string_view reference) const;

  // "https://example.com:8443", without a default port: what connections are pooled by.
  std::string Origin() const;

  // "example.com:8443", as the Host field has it.
  std::string HostAndPort() const;

  // Origin() + target.
  std::string ToString() const;

 private:
  void AppendHostAndPort(std::string* text) const;
};

// Whether `text` has a host that is longer than any name and, because it is not plain ASCII, would
// keep the parser busy: its time grows with the square of such a host's length. A URL reference and
// a host alone (as URL's setters take it) both do.
bool HasExcessiveHost(std::string_view text);

}  // namespace sendoff::net
