// SPDX-License-Identifier: MIT
#pragma once

#include "base/event_count.h"

namespace sendoff::net {

// What making connections came to. Counted on the loop's thread, read by any.
struct NetworkCounts {
  EventCount known_names;   // nobody was asked, or somebody already for another request
  EventCount found_names;   // somebody was asked, and answered with addresses
  EventCount failed_names;  // or not, or not in time

  EventCount connections;         // to servers, before TLS
  EventCount failed_connections;  // to all addresses of one, or not in time

  EventCount full_handshakes;
  EventCount resumed_handshakes;
  EventCount failed_handshakes;
};

}  // namespace sendoff::net
