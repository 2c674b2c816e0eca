// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstddef>
#include <memory>
#include <optional>

#include "base/thread_pool.h"
#include "base/unique_function.h"
#include "carrier/carrier.h"
#include "carrier/process/run_mailbox.h"

namespace sendoff::carrier {

// Calls of the host's own code in one run, its console and its stores, which may take as long as
// they like: on one thread of the pool, one after another in their order. Who has added them never
// waits for one. The thread that carries the run.
class HostCalls {
 public:
  using Call = UniqueFunction<void(Services&)>;

  // `threads` outlive it. The mailbox is woken whenever nothing is left to be called.
  HostCalls(ThreadPool& threads, std::shared_ptr<Services> services,
            std::shared_ptr<RunMailbox> mailbox);
  ~HostCalls() { End(); }
  HostCalls(const HostCalls&) = delete;
  HostCalls& operator=(const HostCalls&) = delete;

  // Takes a thread of the pool, if it has none. kIo: there is none.
  Result<void> Start();

  // `bytes` is what it takes while it waits. kIo as `Start`.
  Result<void> Add(Call call, size_t bytes);

  // Whether so much waits that no more should come.
  bool is_full() const;

  // Whether all that was added has been called, and has come back.
  bool is_idle() const;

  // Nothing is called any more. Whether a call has not come back: its thread was left behind, and
  // holds the services until it does.
  bool End();

 private:
  class Desk;

  ThreadPool& threads_;
  const std::shared_ptr<Services> services_;
  const std::shared_ptr<Desk> desk_;
  std::optional<ThreadPool::Lease> lease_;
};

}  // namespace sendoff::carrier
