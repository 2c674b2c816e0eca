// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <map>
#include <memory>

#include "carrier/carrier.h"
#include "carrier/messages/to_broker.h"
#include "carrier/messages/to_worker.h"
#include "carrier/process/run_mailbox.h"
#include "request/outbox.h"

namespace sendoff::carrier {

// The requests of one run that its step waits for, from the worker's message to the one that
// answers it. Records come by the mailbox, which is all that whoever sends holds. The thread that
// carries the run.
class AwaitedCalls {
 public:
  // All outlive it.
  AwaitedCalls(Services& services, request::Outbox& outbox, std::shared_ptr<RunMailbox> mailbox);

  // With a token that no other had (messages::RunChecks). Errors as request::Outbox::Charge.
  Result<void> Send(messages::Awaited awaited);

  // Nothing happens for one that has ended.
  void Cancel(uint64_t token);

  // Whether somebody waits for that, and from now on nobody.
  bool Take(const messages::AwaitedEnd& end);

  // The run is over. What is under way goes on and ends in the log, or is given up.
  void End(bool gives_up);

 private:
  struct Call {
    uint64_t sent;  // as Services::Send has it
    uint64_t weight;
  };

  Services& services_;
  request::Outbox& outbox_;
  const std::shared_ptr<RunMailbox> mailbox_;
  std::map<uint64_t, Call> calls_;  // by the worker's token
};

}  // namespace sendoff::carrier
