// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "bindings/awaited_sender.h"
#include "bindings/run_collector.h"
#include "net/delivery_thread.h"
#include "net/logged_copy.h"
#include "net/run_batch.h"

namespace sendoff::bindings {

// Sends one run's awaited requests by the delivery thread that all runs share. What the log gets of
// a response is as much, and as redacted, as of any other; the script gets all. The run's thread.
class RunSender final : public AwaitedSender {
 public:
  // `delivery` outlives it.
  RunSender(net::DeliveryThread& delivery, net::RunInfo info, net::LogTerms log,
            std::shared_ptr<RunCollector> collector)
      : delivery_(delivery), info_(std::move(info)), log_(log), collector_(std::move(collector)) {}

  uint64_t Send(net::OutboundRequest request, UniqueFunction<void(Record)> on_end) override {
    static std::atomic<uint64_t> last_token{0};
    const uint64_t token = ++last_token;
    net::RunBatch batch{info_, false, {}, nullptr, token};
    batch.requests.push_back(std::move(request));
    batch.on_record = [collector = collector_, log = log_,
                       on_end = std::move(on_end)](Record record) mutable {
      collector->Add(net::LoggedCopy(record, log));
      on_end(std::move(record));
    };
    delivery_.Submit(std::move(batch));
    return token;
  }

  void Cancel(uint64_t token) override { delivery_.Cancel(token); }

 private:
  net::DeliveryThread& delivery_;
  const net::RunInfo info_;
  const net::LogTerms log_;
  const std::shared_ptr<RunCollector> collector_;
};

}  // namespace sendoff::bindings
