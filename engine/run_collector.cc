// SPDX-License-Identifier: MIT
#include "engine/run_collector.h"

#include <algorithm>
#include <utility>

#include "base/host_calls.h"

namespace sendoff::engine {

RunCollector::RunCollector(RunOptions* options, std::shared_ptr<const OptionNames> names,
                           RunIds::Claim id)
    : on_record_(std::move(options->on_record)),
      keep_record_(std::move(options->keep_record)),
      names_(std::move(names)),
      id_(std::move(id)) {}

RunCollector::~RunCollector() {
  std::vector<Record> records = InCallOrder();
  id_.reset();
  promise_.set_value(std::move(records));
}

// Moves each record once: the last to let go may be the thread that everybody waits for.
std::vector<Record> RunCollector::InCallOrder() {
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

void RunCollector::Expect(size_t count) {
  if (keep_record_) return;  // who knows how many of them
  const std::lock_guard lock(mutex_);
  records_.reserve(records_.size() + count);
}

void RunCollector::OnRecord(Record record) {
  names_->Apply(&record);
  const std::lock_guard lock(mutex_);
  if (TellHost(&record)) records_.push_back(std::move(record));
}

bool RunCollector::TellHost(Record* record) {
  if (!on_record_ && !keep_record_) return true;
  const RecordCallback under_way;
  bool keep = !keep_record_;
  const auto call = [&](const std::string& name, auto callback) {
    const std::optional<std::string> thrown = CallHost(callback);
    if (!thrown) return;
    record->warnings.push_back(name + " threw: " + *thrown);
    keep = true;
  };
  if (on_record_) call("RunOptions::on_record", [&] { on_record_(*record); });
  if (keep_record_) call("RunOptions::keep_record", [&] { keep = keep_record_(*record) || keep; });
  return keep;
}

}  // namespace sendoff::engine
