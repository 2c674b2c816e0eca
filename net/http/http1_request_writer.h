// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "net/http/body_source.h"
#include "net/http/outbound_request.h"

namespace sendoff::net {

// The request line and field lines of `request` with the empty line at their end: Host first,
// Content-Length where RFC 9110 section 8.6 wants one, then the request's own headers in order.
// The body follows as it is. With a `body` in the place of the request's own: its length, or that
// it follows in chunks.
std::string WriteRequestHead(const OutboundRequest& request, const BodySource* body = nullptr);

// The field lines that WriteRequestHead writes for a whole body, for the log.
HeaderList RequestHeaders(const OutboundRequest& request);

}  // namespace sendoff::net
