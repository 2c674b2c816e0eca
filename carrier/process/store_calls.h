// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/unique_function.h"
#include "carrier/carrier.h"
#include "carrier/messages/answer.h"
#include "carrier/messages/calls.h"
#include "carrier/process/host_calls.h"
#include "carrier/process/run_mailbox.h"

namespace sendoff::carrier {

// Calls of stores in one run: each is one of the host's, and its answer comes by the mailbox. The
// thread that carries the run.
class StoreCalls {
 public:
  // `host` outlives it.
  StoreCalls(HostCalls& host, std::shared_ptr<RunMailbox> mailbox);

  // One of messages::StoreGet, StoreSet, StoreDelete, StoreKeys that was checked. kIo: there is one
  // already, while which a step waits.
  template <class Call>
  Result<void> Start(Call call) {
    const uint64_t number = call.call;
    return Begin(number, [call = std::move(call)](Services& services) mutable {
      return Ask(services, call);
    });
  }

  // Its answer has come.
  void OnAnswer() { open_.reset(); }

  // The run is over: a store that was not asked by now is asked no more. Whether one was, and has
  // not come back.
  bool End();

 private:
  using Value = messages::Answer::Value;

  static Value Ask(Services& services, const messages::StoreGet& call);
  static Value Ask(Services& services, const messages::StoreSet& call);
  static Value Ask(Services& services, const messages::StoreDelete& call);
  static Value Ask(Services& services, const messages::StoreKeys& call);

  Result<void> Begin(uint64_t call, UniqueFunction<Value(Services&)> ask);

  enum class State { kWaits, kBegun, kEnded, kGivenUp };

  HostCalls& host_;
  const std::shared_ptr<RunMailbox> mailbox_;
  std::shared_ptr<std::atomic<State>> open_;  // of the call that waits for its answer
};

}  // namespace sendoff::carrier
