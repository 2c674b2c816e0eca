// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "delivery/record_sink.h"
#include "engine/option_names.h"
#include "engine/run_ids.h"

namespace sendoff::engine {

// Gathers the records of one run. Shared by all that make some: the run's own thread, its batch,
// and each awaited request. When the last of them lets go, no more records can come, and the run's
// future becomes ready; its id is free by then. Any thread.
class RunCollector final : public delivery::RecordSink {
 public:
  // Takes the callbacks out of `options`.
  RunCollector(RunOptions* options, std::shared_ptr<const OptionNames> names, RunIds::Claim id);
  ~RunCollector() override;
  RunCollector(const RunCollector&) = delete;
  RunCollector& operator=(const RunCollector&) = delete;

  std::future<std::vector<Record>> future() { return promise_.get_future(); }

  // What people call the options that messages name.
  const OptionNames& option_names() const { return *names_; }

  // So many more records will come.
  void Expect(size_t count);

  // A record of which a callback throws is kept in any case, with a warning that says so.
  void OnRecord(Record record) override;

 private:
  // Whether the record is to be kept.
  bool TellHost(Record* record);
  std::vector<Record> InCallOrder();

  const std::function<void(const Record&)> on_record_;
  const std::function<bool(const Record&)> keep_record_;
  const std::shared_ptr<const OptionNames> names_;
  std::optional<RunIds::Claim> id_;
  std::mutex mutex_;
  std::vector<Record> records_;  // guarded by mutex_
  std::promise<std::vector<Record>> promise_;
};

}  // namespace sendoff::engine
