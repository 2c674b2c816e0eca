// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <memory>
#include <optional>

#include "delivery/logged_copy.h"
#include "delivery/run_batch.h"
#include "engine/replay.h"

namespace sendoff::engine {

// What stands in the network's place for a run that is a dry run or a replay. Makes no I/O. One
// thread at a time.
class Rehearsal {
 public:
  // What comes of a request that the step waits for.
  struct Ending {
    Record logged;  // for the log: discarded
    Record told;    // for the step: as the log of the replay has it
  };

  // Takes the records out of `options`. Null for any other run.
  static std::unique_ptr<Rehearsal> Of(RunOptions* options);

  // Why nothing of the run is sent that it does not wait for; none: it is.
  std::optional<Error> ReasonToDiscard() const;

  Ending End(const delivery::RunInfo& info, const net::OutboundRequest& request);

 private:
  explicit Rehearsal(bool is_dry) : is_dry_(is_dry) {}

  Result<const Record*> Find(const RecordedRequest& request);

  const bool is_dry_;
  std::optional<Replay> replay_;
};

}  // namespace sendoff::engine
