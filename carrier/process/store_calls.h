// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "base/thread_pool.h"
#include "base/unique_function.h"
#include "carrier/carrier.h"
#include "carrier/messages/answer.h"
#include "carrier/messages/calls.h"
#include "carrier/process/run_mailbox.h"

namespace sendoff::carrier {

// Calls of stores in one run, which are the host's own code and may take as long as it likes: each
// is on a thread of the pool, and its answer comes by the mailbox. The thread that carries the run.
class StoreCalls {
 public:
  // `threads` outlive it.
  StoreCalls(ThreadPool& threads, std::shared_ptr<Services> services,
             std::shared_ptr<RunMailbox> mailbox);

  // One of messages::StoreGet, StoreSet, StoreDelete, StoreKeys that was checked. kIo: no thread;
  // or there is one already, while which a step waits.
  template <class Call>
  Result<void> Start(Call call) {
    const uint64_t number = call.call;
    return Begin(number, [call = std::move(call)](Services& services) mutable {
      return Ask(services, call);
    });
  }

  // Its answer has come.
  void OnAnswer() { lease_.reset(); }

  // The run is over. Whether a call is not: it is left behind with its thread, and holds the
  // services until it ends.
  bool End();

 private:
  using Value = messages::Answer::Value;

  static Value Ask(Services& services, const messages::StoreGet& call);
  static Value Ask(Services& services, const messages::StoreSet& call);
  static Value Ask(Services& services, const messages::StoreDelete& call);
  static Value Ask(Services& services, const messages::StoreKeys& call);

  Result<void> Begin(uint64_t call, UniqueFunction<Value(Services&)> ask);

  ThreadPool& threads_;
  const std::shared_ptr<Services> services_;
  const std::shared_ptr<RunMailbox> mailbox_;
  std::optional<ThreadPool::Lease> lease_;        // of the call that is under way
  std::shared_ptr<std::atomic<bool>> has_ended_;  // that call; it holds no services then
};

}  // namespace sendoff::carrier
