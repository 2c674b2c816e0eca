// SPDX-License-Identifier: MIT
#include "engine/meter.h"

#include <algorithm>

namespace sendoff::engine {
namespace {

constexpr int64_t kMillisecond = 1'000'000;
constexpr double kSecond = 1e9;

// From a server of the same machine to the deadline of a request and the limit of a step.
constexpr std::array<int64_t, 15> kTimes = {
    kMillisecond / 2,     kMillisecond,          kMillisecond * 5 / 2, kMillisecond * 5,
    kMillisecond * 10,    kMillisecond * 25,     kMillisecond * 50,    kMillisecond * 100,
    kMillisecond * 250,   kMillisecond * 500,    kMillisecond * 1'000, kMillisecond * 2'500,
    kMillisecond * 5'000, kMillisecond * 10'000, kMillisecond * 30'000};

// Doubled from what an empty isolate has.
constexpr std::array<int64_t, 10> kSizes = {1 << 20,  2 << 20,  4 << 20,   8 << 20,   16 << 20,
                                            32 << 20, 64 << 20, 128 << 20, 256 << 20, 512 << 20};

std::string EndName(int end) {
  if (end < 10) return std::to_string(end) + "xx";
  return std::string(ErrorName(static_cast<ErrorCode>(end)));
}

}  // namespace

std::span<const int64_t> Meter::TimeBounds() { return kTimes; }
std::span<const int64_t> Meter::SizeBounds() { return kSizes; }

void Meter::Distribution::Add(int64_t value) {
  const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  ++counts_[static_cast<size_t>(bound - bounds_.begin())];
  sum_ += static_cast<double>(value);
}

Histogram Meter::Distribution::Read(double unit) const {
  Histogram histogram;
  for (const int64_t bound : bounds_) {
    histogram.bounds.push_back(static_cast<double>(bound) / unit);
  }
  histogram.counts.assign(counts_.begin(),
                          counts_.begin() + static_cast<std::ptrdiff_t>(bounds_.size() + 1));
  histogram.sum = sum_ / unit;
  return histogram;
}

void Meter::OnRequests(size_t count) {
  if (!is_on_) return;
  const std::lock_guard lock(mutex_);
  requests_begun_ += count;
}

void Meter::OnRecord(const Record& record) {
  if (!is_on_) return;
  const int end =
      record.error ? static_cast<int>(record.error->code) : record.response->status / 100;
  const Timing& timing = record.timing;
  const std::array<std::chrono::nanoseconds, kPhases> times = {
      timing.queued, timing.dns,  timing.connect, timing.tls,
      timing.write,  timing.wait, timing.read};
  const std::lock_guard lock(mutex_);
  ++requests_ended_;
  ++requests_[{record.kind, record.outcome, end}];
  if (!record.started_at) return;
  if (record.reused_connection) ++reused_;
  phases_[static_cast<size_t>(Phase::kQueue)].Add(timing.queued.count());
  for (size_t phase = 1; phase < kPhases; ++phase) {
    if (times[phase].count() > 0) phases_[phase].Add(times[phase].count());
  }
  totals_.Add(timing.total.count());
}

void Meter::OnRunBegin() {
  if (!is_on_) return;
  const std::lock_guard lock(mutex_);
  ++runs_begun_;
}

void Meter::OnRunEnd(const StepResult& step, bool left_behind) {
  if (!is_on_) return;
  const std::lock_guard lock(mutex_);
  ++runs_ended_;
  ++runs_[{step.status, step.error ? static_cast<int>(step.error->kind) : 0}];
  if (left_behind) ++left_behind_;
  durations_.Add(step.duration.count());
  if (step.heap_bytes > 0) heaps_.Add(static_cast<int64_t>(step.heap_bytes));
}

sendoff::Metrics Meter::Snapshot() const {
  sendoff::Metrics metrics;
  metrics.known_names = network_->known_names.value();
  metrics.found_names = network_->found_names.value();
  metrics.failed_names = network_->failed_names.value();
  metrics.connections = network_->connections.value();
  metrics.failed_connections = network_->failed_connections.value();
  metrics.full_handshakes = network_->full_handshakes.value();
  metrics.resumed_handshakes = network_->resumed_handshakes.value();
  metrics.failed_handshakes = network_->failed_handshakes.value();
  const std::lock_guard lock(mutex_);
  for (const auto& [key, count] : requests_) {
    const auto& [kind, outcome, end] = key;
    metrics.requests.push_back({kind, outcome, EndName(end), count});
  }
  metrics.requests_open = requests_begun_ - requests_ended_;
  metrics.queue_seconds = phases_[0].Read(kSecond);
  metrics.request_seconds = totals_.Read(kSecond);
  for (size_t phase = 1; phase < kPhases; ++phase) {
    metrics.phases.push_back({static_cast<Phase>(phase), phases_[phase].Read(kSecond)});
  }
  metrics.reused_connections = reused_;
  for (const auto& [key, count] : runs_) {
    const auto& [status, code] = key;
    metrics.runs.push_back(
        {status, code == 0 ? "" : std::string(ErrorName(static_cast<ErrorCode>(code))), count});
  }
  metrics.runs_open = runs_begun_ - runs_ended_;
  metrics.runs_left_behind = left_behind_;
  metrics.run_seconds = durations_.Read(kSecond);
  metrics.heap_bytes = heaps_.Read(1);
  return metrics;
}

}  // namespace sendoff::engine
