// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

#include "base/shared.h"
#include "net/address/origin.h"

namespace sendoff::net {

// An absolute http: or https: URL as the WHATWG URL standard parses it (ada): host in lower case
// and punycode, IPv4 in any spelling as dotted decimal, percent-encoding normalised, default port
// gone, fragment and userinfo dropped.
struct Url {
  Shared<Origin> server;
  std::string target;  // path and query in origin-form: "/a?b=c"; never empty

  // The error (kSendInvalidArg) says what is wrong with `text` in words that can follow a colon.
  // Sets `*userinfo` to "user:password", percent-decoded, where the URL has one; where null, it is
  // dropped.
  static Result<Url> Parse(std::string_view text, std::string* userinfo = nullptr);

  // What `reference`, absolute or relative to this one, stands for in a Location field. Bytes
  // beyond ASCII count as percent-encoded, so that they stay the bytes that the server wrote.
  // Errors as those of Parse.
  Result<Url> Resolve(std::string_view reference) const;

  // The server's text and the target.
  std::string ToString() const;
};

// Whether `text` has a host that is longer than any name and, because it is not plain ASCII, would
// keep the parser busy: its time grows with the square of such a host's length. A URL reference and
// a host alone (as URL's setters take it) both do.
bool HasExcessiveHost(std::string_view text);

}  // namespace sendoff::net
