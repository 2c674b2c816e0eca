// SPDX-License-Identifier: MIT
#include <sendoff/engine.h>

#include <mutex>
#include <stop_token>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/host_calls.h"
#include "base/own_error.h"
#include "base/random.h"
#include "carrier/carrier.h"
#include "delivery/delivery_thread.h"
#include "delivery/logged_copy.h"
#include "delivery/record_builder.h"
#include "engine/callers.h"
#include "engine/discard_reason.h"
#include "engine/new_engine.h"
#include "engine/option_checks.h"
#include "engine/option_names.h"
#include "engine/read_options.h"
#include "engine/record_collector.h"
#include "engine/rehearsal.h"
#include "engine/run_ids.h"
#include "engine/run_secrets.h"
#include "engine/step_services.h"

namespace sendoff::engine {
namespace {

using SendHandlers = std::map<std::string, SendHandler>;

// 64 random bits as hexadecimal digits: runs of one log do not meet.
std::string NewRunId() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  uint64_t bits = 0;
  RandomBytes(&bits, sizeof(bits));
  for (int i = 0; i < 16; ++i, bits >>= 4) id += kDigits[bits & 15];
  return id;
}

// What comes of a run that cannot be begun.
RunResult Refused(const Error& why) {
  RunResult result;
  result.step.error = OwnError(why.code, "UsageError", why.message);
  std::promise<std::vector<Record>> none;
  none.set_value({});
  result.records = none.get_future();
  return result;
}

// Those that somebody handles.
std::vector<std::string> DestinationsOf(const SendHandlers& handlers) {
  std::vector<std::string> destinations;
  for (const auto& [destination, handler] : handlers) {
    if (handler) destinations.push_back(destination);
  }
  return destinations;
}

// Gives each to its handler; what handlers throw becomes a warning.
void HandOver(const std::vector<request::Handoff>& handoffs, const SendHandlers& handlers,
              std::vector<std::string>* warnings) {
  for (const auto& [destination, payload_json] : handoffs) {
    const SendHandler& handler = handlers.at(destination);
    const auto thrown = CallHost([&, &payload = payload_json] { handler(payload); });
    if (thrown) {
      warnings->push_back("the handler of $.send." + destination + " threw: " + *thrown);
    }
  }
}

class EngineImpl final : public Engine {
 public:
  EngineImpl(std::shared_ptr<carrier::Carrier> carrier,
             std::unique_ptr<delivery::DeliveryThread> delivery, const DeliveryOptions& options,
             std::shared_ptr<const OptionNames> option_names,
             std::shared_ptr<const net::NetworkCounts> network)
      : carrier_(std::move(carrier)),
        log_{options.response_kept_bytes, options.show_secrets},
        option_names_(std::move(option_names)),
        telling_{{},
                 UntoldRecords({options.backlog_requests, options.backlog_bytes}),
                 Meter(options.metrics, std::move(network))},
        delivery_(std::move(delivery)) {}

  // Destroyed by its own callbacks it would wait for itself, for ever.
  ~EngineImpl() override {
    SENDOFF_CHECK(!telling_.thread.IsThisThread() && !RecordCollector::IsInCallback() &&
                  "an Engine destroyed by on_record");
    SENDOFF_CHECK(!ToldConsole::IsInCall() && "an Engine destroyed by on_console");
    SENDOFF_CHECK(!callers_.HasThisThread() && "an Engine destroyed inside Run");
    Shutdown();
    callers_.Close();
    delivery_->WaitUntilIdle();  // the last records come
    {
      // Callbacks that have not been made yet may still call Shutdown and Abort.
      const std::lock_guard lock(delivery_mutex_);
      delivery_.reset();
    }
    telling_.thread.Finish();  // and are told
  }

  RunResult Run(RunOptions options) override {
    const bool has_callbacks = options.on_record || options.keep_record;
    const bool has_thread = has_callbacks && options.callbacks == Callbacks::kOnOwnThread;
    const auto waits_for_itself = WaitsForItself(has_thread);
    if (waits_for_itself) return Refused(*waits_for_itself);
    const Callers::Visit visit(callers_);
    if (!visit.is_let_in()) {
      return Refused({ErrorCode::kUsage, "Engine::Run was called while the engine was destroyed"});
    }
    Result<void> good = CheckOptions(options);
    if (!good.ok()) return Refused(good.error());
    if (options.input.run.empty()) options.input.run = NewRunId();
    auto id = ids_->Take(options.input.run);
    if (!id) {
      return Refused({ErrorCode::kUsage, "StepInput::run: another run with the id \"" +
                                             options.input.run +
                                             "\" has not ended; ids have to be unique"});
    }
    if (has_thread) {
      good = telling_.thread.Start();
      if (!good.ok()) return Refused(good.error());
      telling_.untold.WaitForRoom();
    }
    return RunAccepted(std::move(options), std::move(*id));
  }

  IsolationReport isolation() const override { return carrier_->isolation(); }

  sendoff::Metrics Metrics() const override { return telling_.meter.Snapshot(); }

  void Shutdown() override {
    // In this order: a step that is ended now must not have its requests sent.
    {
      const std::lock_guard lock(delivery_mutex_);
      if (delivery_) delivery_->Shutdown();
    }
    stop_.request_stop();
    telling_.untold.Open();
  }

  void Abort() override {
    {
      const std::lock_guard lock(delivery_mutex_);
      if (delivery_) delivery_->Abort();
    }
    stop_.request_stop();
    telling_.untold.Open();
  }

 private:
  // Why a run, which may need the callbacks' thread, cannot be made inside the callback that this
  // thread is in, if it is in one.
  std::optional<Error> WaitsForItself(bool needs_thread) const {
    if (ToldConsole::IsInCall()) {
      return Error{ErrorCode::kUsage,
                   "Engine::Run was called inside RunOptions::on_console, which a step waits for; "
                   "run the other step on another thread"};
    }
    constexpr std::string_view kInside =
        "Engine::Run was called inside RunOptions::on_record or keep_record";
    if (RecordCollector::IsInCallback()) {
      return Error{
          ErrorCode::kUsage,
          std::string(kInside) +
              " of a run with Callbacks::kInline, on a thread that others wait for; run the "
              "step after the callback or on another thread, or leave the callbacks on "
              "their own thread"};
    }
    if (needs_thread && telling_.thread.IsThisThread()) {
      return Error{
          ErrorCode::kUsage,
          std::string(kInside) +
              ", for a run that has one of these, too: its records would wait for the call "
              "that is under way; run the step without them, after the callback, or on "
              "another thread that the callback does not wait for"};
    }
    return std::nullopt;
  }

  RunResult RunAccepted(RunOptions options, RunIds::Claim id) {
    delivery::RunInfo info{options.input.run, options.input.file,
                           options.tenant.empty() ? options.isolate_group : options.tenant,
                           std::move(options.workflow)};
    auto collector = RecordCollector::Create(&options, option_names_, std::move(id), telling_);
    auto records = collector->future();
    const auto secrets = std::make_shared<RunSecrets>(
        RedactionTerms{std::move(options.redact), options.input.secrets}, log_.show_secrets);
    const auto rehearsal = Rehearsal::Of(&options, secrets);
    const TraceSender trace = options.sends_trace_parent
                                  ? TraceSender(info.run, info.workflow, options.trace_parent)
                                  : TraceSender();
    const auto console =
        options.on_console ? std::make_shared<ToldConsole>(std::move(options.on_console)) : nullptr;
    const auto services =
        std::make_shared<StepServices>(delivery_.get(), info, log_, secrets, collector,
                                       options.stores, rehearsal.get(), console, trace);
    telling_.meter.OnRunBegin();
    const WallTime started_at = WallClock::OfThisMachine().Now();
    auto [step, left_behind, host_call_goes_on, requests, handoffs] =
        carrier_->Carry({std::move(options.input), options.limits, options.send_limits,
                         std::move(options.tenant), std::move(options.isolate_group),
                         DestinationsOf(options.send_handlers), console != nullptr},
                        services, stop_.get_token());
    services->Detach(left_behind);
    telling_.meter.OnRunEnd(step, left_behind);
    step.run = info.run;
    step.workflow = info.workflow;
    // Where it was never begun.
    if (step.started_at == WallTime()) step.started_at = started_at;
    info.redactor = secrets->redactor();
    for (ConsoleLine& line : step.console) {
      line.text = info.redactor.Redacted(std::move(line.text));
    }
    const auto thrown = console ? console->End(left_behind || host_call_goes_on) : std::nullopt;
    if (thrown) step.warnings.push_back("RunOptions::on_console threw: " + *thrown);
    if (step.error) option_names_->Apply(&*step.error);
    for (std::string& warning : step.warnings) option_names_->Apply(&warning);
    auto reason_to_discard = ReasonToDiscard(step, options.deliver);
    if (!reason_to_discard && rehearsal) reason_to_discard = rehearsal->ReasonToDiscard();
    const size_t deferred = requests.size();
    if (options.sends_trace_parent) {
      for (net::OutboundRequest& request : requests) trace.AddTo(&request);
    }
    Release(std::move(requests), info, options.ordered, reason_to_discard, std::move(collector));
    if (!reason_to_discard) HandOver(handoffs, options.send_handlers, &step.warnings);
    return {std::move(step), left_behind, std::move(info.redactor), deferred, std::move(records)};
  }

  // Sends what the run asked for, or records that it will not be sent.
  void Release(std::deque<net::OutboundRequest> requests, const delivery::RunInfo& info,
               bool ordered, const std::optional<Error>& reason_to_discard,
               std::shared_ptr<RecordCollector> collector) {
    collector->Expect(requests.size());
    if (reason_to_discard) {
      for (const net::OutboundRequest& request : requests) {
        collector->OnRecord(
            delivery::DiscardedRecord(info, request, log_.show_secrets, *reason_to_discard));
      }
    } else if (!requests.empty()) {
      delivery_->Submit({info, ordered, std::move(requests)}, std::move(collector));
    }
  }

  const std::shared_ptr<carrier::Carrier> carrier_;
  const delivery::LogTerms log_;
  const std::shared_ptr<const OptionNames> option_names_;
  const std::shared_ptr<RunIds> ids_ = std::make_shared<RunIds>();
  std::stop_source stop_;
  Callers callers_;
  RecordCollector::Telling telling_;
  std::mutex delivery_mutex_;  // for who may come when it goes: not for runs
  std::unique_ptr<delivery::DeliveryThread> delivery_;
};

}  // namespace

Result<std::unique_ptr<Engine>> NewEngine(const DeliveryOptions& options,
                                          std::shared_ptr<carrier::Carrier> carrier,
                                          std::shared_ptr<TurnMeter> turns) {
  const auto names = std::make_shared<const OptionNames>(options.option_names);
  auto read = ReadOptions(options);
  if (!read.ok()) {
    names->Apply(&read.error().message);
    return std::move(read.error());
  }
  read->turns = std::move(turns);
  std::shared_ptr<const net::NetworkCounts> network = read->counts;
  auto delivery = delivery::DeliveryThread::Start(std::move(*read));
  if (!delivery.ok()) return std::move(delivery.error());
  return std::unique_ptr<Engine>(std::make_unique<EngineImpl>(
      std::move(carrier), std::move(*delivery), options, names, std::move(network)));
}

}  // namespace sendoff::engine
