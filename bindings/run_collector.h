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
  explicit RunCollector(std::function<void(const Record&)> on_record)
      : on_record_(std::move(on_record)) {}
  ~RunCollector() {
    std::sort(records_.begin(), records_.end(),
              [](const Record& a, const Record& b) { return a.seq < b.seq; });
    promise_.set_value(std::move(records_));
  }
  RunCollector(const RunCollector&) = delete;
  RunCollector& operator=(const RunCollector&) = delete;

  std::future<std::vector<Record>> future() { return promise_.get_future(); }

  // So many more records will come.
  void Expect(size_t count) {
    const std::lock_guard lock(mutex_);
    records_.reserve(records_.size() + count);
  }

  void Add(Record record) {
    const std::lock_guard lock(mutex_);
    if (on_record_) on_record_(record);
    records_.push_back(std::move(record));
  }

 private:
  std::function<void(const Record&)> on_record_;
  std::mutex mutex_;
  std::vector<Record> records_;  // guarded by mutex_
  std::promise<std::vector<Record>> promise_;
};

}  // namespace sendoff::bindings
