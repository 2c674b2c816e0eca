// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <deque>
#include <string>
#include <vector>

#include "base/unique_function.h"
#include "net/http/outbound_request.h"

namespace sendoff::delivery {

// What all requests of one run have in common.
struct RunInfo {
  std::string run;   // its id
  std::string step;  // the step's file

  // Whose connections and TLS tickets they may use: those of the same tenant, and no others'. May
  // be empty.
  std::string tenant{};
};

// Requests of one run, in call order, with whoever wants to know of them. A run may have several
// batches.
struct RunBatch {
  RunInfo info;
  bool ordered = false;  // one after another instead of many at once
  std::deque<net::OutboundRequest> requests{};

  // Called once for each request, on the loop's thread, in the order in which they end, and never
  // inside a call of the deliverer but Cancel and its destructor; destroyed after the last. Must
  // not call back into the deliverer.
  UniqueFunction<void(Record)> on_record{};

  // What Deliverer::Cancel finds it by; 0 for one that nobody will cancel. No two batches that have
  // not ended have the same.
  uint64_t token = 0;

  // Batches of the same share have one place in the turns and one part of the slots between them.
  // Empty: those of the run.
  std::string share{};
};

}  // namespace sendoff::delivery
