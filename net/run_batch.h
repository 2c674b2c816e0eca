// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <deque>
#include <string>
#include <vector>

#include "base/unique_function.h"
#include "net/outbound_request.h"

namespace sendoff::net {

// What the records of one run have in common.
struct RunInfo {
  std::string run;   // its id
  std::string step;  // the step's file
};

// The requests of one run, in call order, with whoever wants to know of them.
struct RunBatch {
  RunInfo info;
  bool ordered = false;  // one after another instead of many at once
  std::deque<OutboundRequest> requests;

  // Called once for each request, on the loop's thread, in the order in which they end, and never
  // inside a call of the deliverer but Cancel and its destructor; destroyed after the last. Must
  // not call back into the deliverer.
  UniqueFunction<void(Record)> on_record;

  // What Deliverer::Cancel finds it by; 0 for one that nobody will cancel.
  uint64_t token = 0;
};

}  // namespace sendoff::net
