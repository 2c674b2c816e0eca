// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <algorithm>
#include <functional>
#include <future>
#include <mutex>
#include <utility>
#include <vector>

namespace sendoff::bindings {

// Gathers the records of one run. Shared by all that make some: the run's own thread, its batch,
// and each awaited request. When the last of them lets go, no more records can come, and the run's
// future becomes ready. Any thread.
class RunCollector {
 public:
  RunCollector(std::function<void(const Record&)> on_record,
               std::function<bool(const Record&)> keep_record)
      : on_record_(std::move(on_record)), keep_record_(std::move(keep_record)) {}
  ~RunCollector() { promise_.set_value(InCallOrder()); }
  RunCollector(const RunCollector&) = delete;
  RunCollector& operator=(const RunCollector&) = delete;

  std::future<std::vector<Record>> future() { return promise_.get_future(); }

  // So many more records will come.
  void Expect(size_t count) {
    if (keep_record_) return;  // who knows how many of them
    const std::lock_guard lock(mutex_);
    records_.reserve(records_.size() + count);
  }

  void Add(Record record) {
    const std::lock_guard lock(mutex_);
    if (on_record_) on_record_(record);
    if (keep_record_ && !keep_record_(record)) return;
    records_.push_back(std::move(record));
  }

 private:
  // Moves each record once: the last to let go may be the thread that everybody waits for.
  std::vector<Record> InCallOrder() {
    std::vector<Record*> order;
    order.reserve(records_.size());
    for (Record& record : records_) order.push_back(&record);
    const auto by_call = [](const Record* a, const Record* b) { return a->seq < b->seq; };
    if (std::is_sorted(order.begin(), order.end(), by_call)) return std::move(records_);
    std::sort(order.begin(), order.end(), by_call);
    std::vector<Record> sorted;
    sorted.reserve(order.size());
    for (Record* record : order) sorted.push_back(std::move(*record));
    return sorted;
  }

  const std::function<void(const Record&)> on_record_;
  const std::function<bool(const Record&)> keep_record_;
  std::mutex mutex_;
  std::vector<Record> records_;  // guarded by mutex_
  std::promise<std::vector<Record>> promise_;
};

}  // namespace sendoff::bindings
