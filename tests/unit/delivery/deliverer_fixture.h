// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "delivery/deliverer.h"
#include "tests/support/delivery_world.h"
#include "tests/support/record_sinks.h"

namespace sendoff::test {

// A world with what came of the runs in it.
class DelivererFixture : public testing::Test {
 protected:
  // A run of `requests`.
  delivery::RunBatch Batch(std::deque<net::OutboundRequest> requests,
                           const std::string& run = "r") {
    delivery::RunBatch batch;
    batch.info = {run, "step.mjs"};
    uint64_t seq = 0;
    for (net::OutboundRequest& request : requests) request.seq = seq++;
    batch.requests = std::move(requests);
    return batch;
  }

  Server& Accept(size_t index) {
    servers_.push_back(std::make_unique<Server>(world_.network.Accept(index)));
    world_.time.Settle();
    return *servers_.back();
  }

  size_t connects() const { return world_.network.calls.size(); }

  DeliveryWorld world_;
  std::vector<std::unique_ptr<Server>> servers_;
  std::vector<Record> records_;
  const std::shared_ptr<delivery::RecordSink> sink_ = SinkInto(records_);
};

}  // namespace sendoff::test
