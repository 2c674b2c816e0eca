// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include "delivery/run_batch.h"
#include "net/http/outbound_request.h"

namespace sendoff::delivery {

// The part of a record that is known before anything happens: who asked, and for what, as it goes
// on the wire; outcome `discarded`. `show_secrets` leaves credentials in it; so does a step that
// waits for the response, see LoggedCopy.
Record BeginRecord(const RunInfo& info, const net::OutboundRequest& request, bool show_secrets);

// The last that is done to a record: takes out of it what its run keeps to itself, but for one that
// a step waits for.
void HideSecrets(const RunInfo& info, Record* record);

// The record of a request that was never begun, and why.
Record DiscardedRecord(const RunInfo& info, const net::OutboundRequest& request, bool show_secrets,
                       Error reason);

}  // namespace sendoff::delivery
