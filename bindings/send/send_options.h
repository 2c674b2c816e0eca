// SPDX-License-Identifier: MIT
#pragma once

#include "bindings/send/asked.h"
#include "bindings/send/send_call.h"

namespace sendoff::bindings {

// Gives what a script asks for to the call's draft: everything is checked and copied here, so that
// nothing the script does later changes what is sent. It holds no state between two reads, so a
// getter or a toJSON that calls $send.http itself makes a call of its own.
bool ReadOptions(SendCall& call, const Asked& asked);

}  // namespace sendoff::bindings
