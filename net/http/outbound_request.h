// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/shared.h"
#include "net/address/url.h"
#include "net/http/field_block.h"
#include "net/http/response_limits.h"

namespace sendoff::net {

// What is special about a request whose response a step waits for.
struct AwaitedTerms {
  std::chrono::milliseconds timeout;  // in the place of the engine's own, the queue included
  size_t redirects;                   // how many are followed, whatever the method
  size_t body_bytes;                  // of the response, all of which are kept
  bool decodes = true;                // whether a Content-Encoding is taken off it
};

// One request to be delivered: a plain value that owns all it needs and knows nothing of the
// script that asked for it. A hundred thousand may wait: what they have in common, they share.
struct OutboundRequest {
  uint64_t seq = 0;               // counts the run's calls from 0
  Shared<std::string> call_site;  // "step.mjs:12:5"
  Shared<std::string> method;     // upper case, an RFC 9110 token
  Url url;
  FieldBlock headers;                       // none of those that the engine owns
  std::shared_ptr<const std::string> body;  // null: no body
  Shared<std::vector<std::string>> warnings;
  std::shared_ptr<const AwaitedTerms> awaited{};  // null: nobody waits

  // Shares what is the same in `other`, and lets go of room that it does not need.
  void Compact(const OutboundRequest& other) {
    call_site.ShareWith(other.call_site);
    method.ShareWith(other.method);
    url.server.ShareWith(other.url.server);
    headers.Compact(other.headers);
  }

  // What it weighs against limits, in bytes: the texts that it holds, most of which go on the wire.
  uint64_t weight() const {
    uint64_t weight = method->size() + url.server->host.size() + url.target.size() +
                      headers.lines().size() + call_site->size();
    for (const std::string& warning : *warnings) weight += warning.size();
    if (body) weight += body->size();
    return weight;
  }

  // RFC 9110 section 9.2.1, without TRACE: repeating it asks for nothing new.
  bool is_safe() const { return *method == "GET" || *method == "HEAD" || *method == "OPTIONS"; }
};

// What the response to `request` may be: what `shared` says, or the terms of who awaits it.
inline ResponseLimits LimitsFor(const OutboundRequest& request, const ResponseLimits& shared) {
  ResponseLimits limits = shared;
  if (request.awaited) {
    limits.body_kept_bytes = limits.body_read_bytes = request.awaited->body_bytes;
    // The bound above is enough: a step has asked for what it gets.
    limits.decoding_ratio = ResponseLimits::kNone;
    limits.decodes = request.awaited->decodes;
  }
  return limits;
}

}  // namespace sendoff::net
