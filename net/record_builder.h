// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include "net/outbound_request.h"
#include "net/run_batch.h"

namespace sendoff::net {

// The part of a record that is known before anything happens: who asked, and for what, as it goes
// on the wire; outcome `discarded`. `show_secrets` leaves credentials in it; so does a step that
// waits for the response, see LoggedCopy.
Record BeginRecord(const RunInfo& info, const OutboundRequest& request, bool show_secrets);

// The record of a request that was never begun, and why.
Record DiscardedRecord(const RunInfo& info, const OutboundRequest& request, bool show_secrets,
                       Error reason);

}  // namespace sendoff::net
