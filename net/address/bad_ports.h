// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace sendoff::net {

// The service that the Fetch standard blocks `port` for ("smtp"), or empty for a port that may be
// contacted: https://fetch.spec.whatwg.org/#port-blocking. Such services take the lines of an HTTP
// request for commands of their own.
std::string_view BadPortService(uint16_t port);

}  // namespace sendoff::net
