// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/metrics.h>
#include <sendoff/record.h>
#include <sendoff/step.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <tuple>
#include <utility>

#include "net/connection/network_counts.h"

namespace sendoff::engine {

// Counts for Engine::Metrics. Any thread.
class Meter {
 public:
  // Where `is_on` is not, what it is told costs nothing and is not counted.
  Meter(bool is_on, std::shared_ptr<const net::NetworkCounts> network)
      : is_on_(is_on), network_(std::move(network)) {}

  // So many requests will have a record.
  void OnRequests(size_t count);
  void OnRecord(const Record& record);

  void OnRunBegin();
  void OnRunEnd(const StepResult& step, bool left_behind);

  sendoff::Metrics Snapshot() const;

 private:
  // Where values fell between bounds of whole numbers, which are compared faster.
  class Distribution {
   public:
    explicit Distribution(std::span<const int64_t> bounds) : bounds_(bounds) {}

    void Add(int64_t value);
    Histogram Read(double unit) const;

   private:
    static constexpr size_t kMostBounds = 15;

    const std::span<const int64_t> bounds_;
    std::array<uint64_t, kMostBounds + 1> counts_{};
    double sum_ = 0;
  };

  static std::span<const int64_t> TimeBounds();
  static std::span<const int64_t> SizeBounds();

  using RequestKey = std::tuple<Kind, Outcome, int>;  // a status class, or an error's code
  using RunKey = std::pair<StepStatus, int>;          // the error's code, or 0
  static constexpr size_t kPhases = static_cast<size_t>(Phase::kRead) + 1;

  const bool is_on_;
  const std::shared_ptr<const net::NetworkCounts> network_;

  mutable std::mutex mutex_;
  // Guarded by mutex_.
  std::map<RequestKey, uint64_t> requests_;
  uint64_t requests_begun_ = 0;
  uint64_t requests_ended_ = 0;
  uint64_t reused_ = 0;
  std::array<Distribution, kPhases> phases_{Distribution(TimeBounds()), Distribution(TimeBounds()),
                                            Distribution(TimeBounds()), Distribution(TimeBounds()),
                                            Distribution(TimeBounds()), Distribution(TimeBounds()),
                                            Distribution(TimeBounds())};
  Distribution totals_{TimeBounds()};
  std::map<RunKey, uint64_t> runs_;
  uint64_t runs_begun_ = 0;
  uint64_t runs_ended_ = 0;
  uint64_t left_behind_ = 0;
  Distribution durations_{TimeBounds()};
  Distribution heaps_{SizeBounds()};
};

}  // namespace sendoff::engine
