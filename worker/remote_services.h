// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/store.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/unique_function.h"
#include "carrier/carrier.h"
#include "net/http/outbound_request.h"
#include "worker/broker_link.h"
#include "worker/remote_store.h"

namespace sendoff::worker {

// What a run asks for while it is carried, of the broker. Any thread; one for each run.
class RemoteServices final : public carrier::Services {
 public:
  // `link` outlives it.
  explicit RemoteServices(BrokerLink& link) : link_(link) {}

  Store* FindStore(const std::string& prop) override;
  void KeepSecret(std::string text) override;
  void Print(ConsoleLine line) override;
  uint64_t Send(net::OutboundRequest request, UniqueFunction<void(Record)> on_end) override;
  void Cancel(uint64_t token) override;

  // A request that was sent has ended. Called by who receives.
  void OnEnd(uint64_t token, Record record);

 private:
  BrokerLink& link_;
  std::mutex mutex_;
  // Guarded by mutex_.
  std::map<std::string, std::unique_ptr<RemoteStore>> stores_;  // null: there is none
  std::map<uint64_t, UniqueFunction<void(Record)>> sent_;
};

}  // namespace sendoff::worker
