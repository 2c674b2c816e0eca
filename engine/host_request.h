// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/record.h>
#include <sendoff/result.h>

#include <string>

namespace sendoff::engine {

// A URL that a host names for itself, as it is sent to, with `path` where it has none. kUsage, in
// words that can follow a colon, for what is no http: or https: URL, and for one with a name or a
// password in it, which would stand in messages.
Result<std::string> HostUrl(const std::string& text, const std::string& path);

// Sends one POST on the host's own behalf, and not for a step: to wherever it likes, with no policy
// in the way, on a thread that ends with it. Waits for its end, so not in a callback. Of `options`
// the deadline, the roots and the source addresses count. The error says why there can be no
// request; what becomes of one is in its record.
Result<Record> PostFromHost(const DeliveryOptions& options, const std::string& url,
                            const std::string& content_type, std::string body);

}  // namespace sendoff::engine
