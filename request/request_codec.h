// SPDX-License-Identifier: MIT
#pragma once

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "net/http/outbound_request.h"

namespace sendoff::request {

// A request as bytes, for whoever keeps it or hands it to another process: the fields of a block
// of delivery/batch_codec.h, which says what they are, or of a message of carrier/messages/.
void EncodeRequest(const net::OutboundRequest& request, PackedWriter& out);

// Believes nothing: whoever wrote the bytes can make it ask for nothing that a script could not ask
// for in `$send.http` (which headers, methods and URLs). Where a step waits for the response, its
// terms are at most those of `most`. How long its parts are, the bytes alone bound; see
// request/request_limits.h. What is wrong is the fault of `in`, and the request is of no use then.
net::OutboundRequest DecodeRequest(PackedReader& in, const net::AwaitedTerms& most);

}  // namespace sendoff::request
