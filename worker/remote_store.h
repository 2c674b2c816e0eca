// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/store.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "worker/broker_link.h"

namespace sendoff::worker {

// The store of a prop, which is the broker's. The run's thread.
class RemoteStore final : public Store {
 public:
  // `link` outlives it.
  RemoteStore(BrokerLink& link, std::string prop) : link_(link), prop_(std::move(prop)) {}

  Result<std::optional<std::string>> Get(const std::string& key) override;
  Result<void> Set(const std::string& key, const std::string& value_json,
                   std::optional<std::chrono::seconds> ttl) override;
  Result<void> Delete(const std::string& key) override;
  Result<std::vector<std::string>> Keys() override;

 private:
  BrokerLink& link_;
  const std::string prop_;
};

}  // namespace sendoff::worker
