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
#include "engine/callback_thread.h"
#include "engine/meter.h"
#include "engine/option_names.h"
#include "engine/run_ids.h"
#include "engine/untold_records.h"

namespace sendoff::engine {

// Gathers the records of one run, and tells the embedder of them on the thread for that. Shared by
// all that make some: the run's own thread, its batch, and each awaited request. When the last of
// them has let go and the last callback has returned, the run's future becomes ready; its id is
// free by then. Any thread.
class RecordCollector final : public delivery::RecordSink {
 public:
  // Where the embedder hears of records, and they are counted: one for an engine.
  struct Telling {
    CallbackThread thread;
    UntoldRecords untold;
    Meter meter;
  };

  // Takes the callbacks out of `options`. `telling` lives until the run's future is ready, and
  // does nothing for a run that has none.
  static std::shared_ptr<RecordCollector> Create(RunOptions* options,
                                                 std::shared_ptr<const OptionNames> names,
                                                 RunIds::Claim id, Telling& telling);
  ~RecordCollector() override;
  RecordCollector(const RecordCollector&) = delete;
  RecordCollector& operator=(const RecordCollector&) = delete;

  std::future<std::vector<Record>> future() { return promise_.get_future(); }

  // What people call the options that messages name.
  const OptionNames& option_names() const { return *names_; }

  // So many more records will come.
  void Expect(size_t count);
  void ExpectOne() { telling_.meter.OnRequests(1); }

  // A record of which a callback throws is kept in any case, with a warning that says so. Returns
  // at once, whatever the callbacks do, but for those that are called here.
  void OnRecord(Record record) override;

  // Whether this thread is in a callback that is called inline.
  static bool IsInCallback();

 private:
  RecordCollector(RunOptions* options, std::shared_ptr<const OptionNames> names, RunIds::Claim id,
                  Telling& telling);

  // Destroys `collector`, behind its callbacks and on their thread where it has been there.
  static void End(RecordCollector* collector);

  void TellNow(Record record);
  void TellSoon(Record record);
  // Tells the embedder of the records that wait. On the thread for that.
  void TellAll();
  // Whether the record is to be kept.
  bool Tell(Record* record);
  std::vector<Record> InCallOrder();

  const std::function<void(const Record&)> on_record_;
  const std::function<bool(const Record&)> keep_record_;
  const bool has_callbacks_;
  const bool is_inline_;
  const std::shared_ptr<const OptionNames> names_;
  std::optional<RunIds::Claim> id_;
  Telling& telling_;
  std::mutex mutex_;
  // Guarded by mutex_.
  std::vector<Record> records_;
  std::vector<Record> untold_;
  std::vector<Record> spare_;  // empty, with the room of those that were told last
  bool will_tell_ = false;     // TellAll will be called
  bool has_told_ = false;      // or has been
  std::promise<std::vector<Record>> promise_;
};

}  // namespace sendoff::engine
