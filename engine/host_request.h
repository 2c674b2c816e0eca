// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/record.h>
#include <sendoff/result.h>

#include <string>

namespace sendoff::engine {

// What a host sends on its own behalf, and not for a step: to wherever it likes, with no policy in
// the way, on a thread that ends with it.

// kUsage for what is no http: or https: URL, in words that can follow a colon.
Result<void> CheckHostUrl(const std::string& url);

// Sends one POST, and waits for its end. Of `options` the deadline, the roots and the source
// addresses count. The error says why there can be no request; what becomes of one is in its
// record.
Result<Record> PostFromHost(const DeliveryOptions& options, const std::string& url,
                            const std::string& content_type, std::string body);

}  // namespace sendoff::engine
