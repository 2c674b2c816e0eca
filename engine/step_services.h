// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "carrier/carrier.h"
#include "delivery/delivery_thread.h"
#include "delivery/logged_copy.h"
#include "delivery/record_sink.h"
#include "delivery/run_batch.h"
#include "engine/guarded_store.h"
#include "engine/record_collector.h"
#include "engine/rehearsal.h"
#include "engine/run_secrets.h"
#include "engine/told_console.h"
#include "engine/trace_sender.h"

namespace sendoff::engine {

// What the engine does for one run while it is carried. Awaited requests go by the delivery thread
// that all runs share: what the log gets of a response is as much, and as redacted, as of any
// other; the script gets all. Any thread.
class StepServices final : public carrier::Services {
 public:
  using Stores = std::map<std::string, std::shared_ptr<Store>>;

  // `delivery` and `rehearsal` live until `Detach` has returned; that one may be null, and so may
  // `console`.
  StepServices(delivery::DeliveryThread* delivery, delivery::RunInfo info, delivery::LogTerms log,
               std::shared_ptr<RunSecrets> secrets, std::shared_ptr<RecordCollector> collector,
               const Stores& stores, Rehearsal* rehearsal, std::shared_ptr<ToldConsole> console,
               TraceSender trace)
      : info_(std::move(info)),
        log_(log),
        secrets_(std::move(secrets)),
        console_(std::move(console)),
        trace_(std::move(trace)),
        delivery_(delivery),
        rehearsal_(rehearsal),
        collector_(std::move(collector)) {
    for (const auto& [prop, store] : stores) {
      if (store) stores_.try_emplace(prop, store);
    }
  }

  Store* FindStore(const std::string& prop) override {
    const auto found = stores_.find(prop);
    return found == stores_.end() ? nullptr : &found->second;
  }

  void KeepSecret(std::string text) override { secrets_->Add(std::move(text)); }

  void Print(ConsoleLine line) override {
    if (console_ == nullptr) return;
    line.text = secrets_->redactor().Redacted(std::move(line.text));
    console_->Tell(line);
  }

  uint64_t Send(net::OutboundRequest request, UniqueFunction<void(Record)> on_end) override {
    static std::atomic<uint64_t> last_token{0};
    const uint64_t token = ++last_token;
    const std::lock_guard lock(mutex_);
    if (delivery_ == nullptr) return token;
    collector_->ExpectOne();
    trace_.AddTo(&request);
    auto sink = std::make_shared<AwaitedSink>(log_, secrets_, collector_, std::move(on_end));
    if (rehearsal_ != nullptr) {
      // From there like any other, and never inside this call.
      delivery_->Post([sink, ending = rehearsal_->End(info_, request)]() mutable {
        sink->OnEnding(std::move(ending));
      });
      return token;
    }
    delivery::RunBatch batch{info_};
    batch.requests.push_back(std::move(request));
    delivery_->Submit(std::move(batch), std::move(sink), token);
    sent_.push_back(token);
    return token;
  }

  void Cancel(uint64_t token) override {
    const std::lock_guard lock(mutex_);
    if (delivery_ != nullptr) delivery_->Cancel(token);
  }

  // The run is over: lets go of everything. With `give_up`, nobody will cancel what is under way.
  void Detach(bool give_up) {
    const std::lock_guard lock(mutex_);
    // The last first, as ~AwaitedRequests does.
    for (auto token = sent_.rbegin(); give_up && token != sent_.rend(); ++token) {
      delivery_->Cancel(*token);
    }
    delivery_ = nullptr;
    rehearsal_ = nullptr;
    collector_.reset();
  }

 private:
  // Tells the log and the script.
  class AwaitedSink final : public delivery::RecordSink {
   public:
    AwaitedSink(delivery::LogTerms log, std::shared_ptr<RunSecrets> secrets,
                std::shared_ptr<RecordCollector> collector, UniqueFunction<void(Record)> on_end)
        : log_(log),
          secrets_(std::move(secrets)),
          collector_(std::move(collector)),
          on_end_(std::move(on_end)) {}

    void OnRecord(Record record) override {
      Log(record);
      Tell(std::move(record));
    }

    // Of a rehearsal the log has one thing, and the step is told another.
    void OnEnding(Rehearsal::Ending ending) {
      Log(ending.logged);
      Tell(std::move(ending.told));
    }

   private:
    void Log(const Record& record) {
      // Which names the options in it.
      collector_->OnRecord(delivery::LoggedCopy(record, log_, secrets_->redactor()));
    }

    void Tell(Record record) {
      collector_->option_names().Apply(&record);
      on_end_(std::move(record));
    }

    const delivery::LogTerms log_;
    const std::shared_ptr<RunSecrets> secrets_;
    const std::shared_ptr<RecordCollector> collector_;
    const UniqueFunction<void(Record)> on_end_;
  };

  const delivery::RunInfo info_;
  const delivery::LogTerms log_;
  const std::shared_ptr<RunSecrets> secrets_;
  const std::shared_ptr<ToldConsole> console_;
  const TraceSender trace_;
  std::map<std::string, GuardedStore> stores_;
  std::mutex mutex_;
  // Guarded by mutex_.
  delivery::DeliveryThread* delivery_;
  Rehearsal* rehearsal_;  // answers in the network's place; null for most runs
  std::vector<uint64_t> sent_;
  std::shared_ptr<RecordCollector> collector_;
};

}  // namespace sendoff::engine
