// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/redactor.h>

#include <deque>
#include <string>

#include "base/shared.h"
#include "net/http/outbound_request.h"

namespace sendoff::delivery {

// What all requests of one run have in common.
struct RunInfo {
  std::string run;   // its id
  std::string step;  // the step's file

  // Whose connections and TLS tickets they may use: those of the same tenant, and no others'. May
  // be empty.
  Shared<std::string> tenant{};

  std::string workflow{};  // id of the workflow's run; may be empty

  // What their records do not show. It is not written down with a batch (delivery/batch_codec.h):
  // what it holds is more confidential than the requests are.
  Redactor redactor{};
};

// Requests of one run, in call order: a plain value, which can be written down and read back
// (delivery/batch_codec.h). A run may have several batches, which have one place in the turns and
// one part of the slots between them; see Deliverer.
struct RunBatch {
  RunInfo info;
  bool ordered = false;  // one after another instead of many at once
  std::deque<net::OutboundRequest> requests{};
};

}  // namespace sendoff::delivery
