// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <cstdint>

#include "base/unique_function.h"
#include "net/http/outbound_request.h"

namespace sendoff::request {

// Sends requests while the run goes on, because the step waits for what comes back. Implemented by
// the engine over the delivery thread; a host without one has none.
class AwaitedSender {
 public:
  virtual ~AwaitedSender() = default;

  // `request.awaited` is set. `on_end` runs once, on some other thread, with the whole body of the
  // response in the record; also when the request was cancelled or the engine is shut down. It
  // never runs for a request that is sent after the run was left behind, which is sent nowhere.
  // Returns what `Cancel` takes.
  virtual uint64_t Send(net::OutboundRequest request, UniqueFunction<void(Record)> on_end) = 0;

  // Gives a request up: its connection is closed, and its record says kTerminated. Does nothing
  // once it has ended.
  virtual void Cancel(uint64_t token) = 0;
};

}  // namespace sendoff::request
