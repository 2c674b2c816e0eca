// SPDX-License-Identifier: MIT
#include "engine/record_collector.h"

#include <algorithm>
#include <utility>

#include "base/host_calls.h"

namespace sendoff::engine {
namespace {

thread_local bool is_in_callback = false;

// What a record holds that others do not.
uint64_t WeightOf(const Record& record) {
  const auto of_body = [](const RecordedBody& body) { return body.kept ? body.kept->size() : 0; };
  uint64_t weight = sizeof(Record);
  if (record.request.body) weight += of_body(*record.request.body);
  if (record.response) weight += of_body(record.response->body);
  return weight;
}

}  // namespace

std::shared_ptr<RecordCollector> RecordCollector::Create(RunOptions* options,
                                                         std::shared_ptr<const OptionNames> names,
                                                         RunIds::Claim id, Telling& telling) {
  return {new RecordCollector(options, std::move(names), std::move(id), telling), End};
}

RecordCollector::RecordCollector(RunOptions* options, std::shared_ptr<const OptionNames> names,
                                 RunIds::Claim id, Telling& telling)
    : on_record_(std::move(options->on_record)),
      keep_record_(std::move(options->keep_record)),
      has_callbacks_(on_record_ || keep_record_),
      is_inline_(options->callbacks == Callbacks::kInline),
      names_(std::move(names)),
      id_(std::move(id)),
      telling_(telling) {}

RecordCollector::~RecordCollector() {
  std::vector<Record> records = InCallOrder();
  id_.reset();
  promise_.set_value(std::move(records));
}

void RecordCollector::End(RecordCollector* collector) {
  std::unique_ptr<RecordCollector> last(collector);
  if (!last->has_told_) return;
  CallbackThread& thread = last->telling_.thread;
  thread.Post([last = std::move(last)] {}, CallbackThread::When::kNow);
}

// Moves each record once: the last to let go may be the thread that everybody waits for.
std::vector<Record> RecordCollector::InCallOrder() {
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

void RecordCollector::Expect(size_t count) {
  telling_.meter.OnRequests(count);
  if (keep_record_) return;  // who knows how many of them
  const std::lock_guard lock(mutex_);
  records_.reserve(records_.size() + count);
}

void RecordCollector::OnRecord(Record record) {
  names_->Apply(&record);
  telling_.meter.OnRecord(record);
  if (has_callbacks_) return is_inline_ ? TellNow(std::move(record)) : TellSoon(std::move(record));
  const std::lock_guard lock(mutex_);
  records_.push_back(std::move(record));
}

bool RecordCollector::IsInCallback() { return is_in_callback; }

void RecordCollector::TellNow(Record record) {
  const std::lock_guard lock(mutex_);
  const bool was_in_callback = std::exchange(is_in_callback, true);
  const bool keep = Tell(&record);
  is_in_callback = was_in_callback;
  if (keep) records_.push_back(std::move(record));
}

void RecordCollector::TellSoon(Record record) {
  telling_.untold.Add(WeightOf(record));
  const std::lock_guard lock(mutex_);
  untold_.push_back(std::move(record));
  if (std::exchange(will_tell_, true)) return;
  has_told_ = true;
  // What destroys this goes behind it, see End.
  telling_.thread.Post([this] { TellAll(); }, CallbackThread::When::kSoon);
}

void RecordCollector::TellAll() {
  std::vector<Record> records;
  {
    const std::lock_guard lock(mutex_);
    records = std::exchange(untold_, std::move(spare_));
    will_tell_ = false;
  }
  for (Record& record : records) {
    const uint64_t weight = WeightOf(record);
    if (Tell(&record)) {
      const std::lock_guard lock(mutex_);
      records_.push_back(std::move(record));
    } else {
      record = Record();
    }
    telling_.untold.Remove(weight);
  }
  records.clear();
  const std::lock_guard lock(mutex_);
  spare_ = std::move(records);
}

bool RecordCollector::Tell(Record* record) {
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
