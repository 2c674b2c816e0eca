// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <functional>
#include <future>
#include <vector>

namespace sendoff::bindings {

// Gathers the records of one run. Owned by the run's batch: when the last request has ended, or
// when there is none, it is destroyed, and that is when the run's future becomes ready. Any one
// thread.
class RunCollector {
 public:
  RunCollector(size_t requests, std::function<void(const Record&)> on_record)
      : on_record_(std::move(on_record)) {
    records_.resize(requests);
  }
  ~RunCollector() { promise_.set_value(std::move(records_)); }
  RunCollector(const RunCollector&) = delete;
  RunCollector& operator=(const RunCollector&) = delete;

  std::future<std::vector<Record>> future() { return promise_.get_future(); }

  void Add(Record record) {
    if (on_record_) on_record_(record);
    const uint64_t seq = record.seq;
    records_[seq] = std::move(record);
  }

 private:
  std::function<void(const Record&)> on_record_;
  std::vector<Record> records_;  // by seq
  std::promise<std::vector<Record>> promise_;
};

}  // namespace sendoff::bindings
