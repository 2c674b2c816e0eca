// SPDX-License-Identifier: MIT
#include <sendoff/engine.h>

#include <stop_token>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/host_calls.h"
#include "base/random.h"
#include "bindings/registry.h"
#include "bindings/send_host.h"
#include "carrier/thread/supervised_run.h"
#include "carrier/thread/thread_pool.h"
#include "delivery/delivery_thread.h"
#include "delivery/logged_copy.h"
#include "delivery/record_builder.h"
#include "engine/guarded_store.h"
#include "engine/new_engine.h"
#include "engine/option_checks.h"
#include "engine/option_names.h"
#include "engine/run_collector.h"
#include "engine/run_gate.h"
#include "engine/run_ids.h"
#include "engine/run_sender.h"
#include "runtime/isolate/isolate_pool.h"
#include "runtime/snapshot/snapshot.h"
#include "runtime/step/step_error.h"
#include "runtime/v8/platform.h"

namespace sendoff {
namespace {

using bindings::SendHost;
using engine::GuardedStore;
using engine::OptionNames;
using engine::RunCollector;
using engine::RunGate;
using engine::RunIds;
using engine::RunSender;

// Threads that wait for the next run, as many as may be at it at once without starting any. Each
// holds as much of its stack as its deepest run has used, some 1 MiB at most.
constexpr size_t kIdleThreads = 32;

// 64 random bits as hexadecimal digits: runs of one log do not meet.
std::string NewRunId() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  uint64_t bits = 0;
  RandomBytes(&bits, sizeof(bits));
  for (int i = 0; i < 16; ++i, bits >>= 4) id += kDigits[bits & 15];
  return id;
}

Result<std::vector<net::IpAddress>> ReadSourceAddresses(const std::vector<std::string>& texts) {
  std::vector<net::IpAddress> addresses;
  for (const std::string& text : texts) {
    const auto address = net::IpAddress::Parse(text);
    if (!address) {
      return Error{ErrorCode::kUsage, "DeliveryOptions::source_addresses: " + text +
                                          " is not an IPv4 or IPv6 address, such as 192.0.2.1"};
    }
    for (const net::IpAddress& other : addresses) {
      if (other.is_v4() == address->is_v4()) {
        return Error{ErrorCode::kUsage, "DeliveryOptions::source_addresses: " + other.ToString() +
                                            " and " + text +
                                            " are of one family; give at most one of each"};
      }
    }
    addresses.push_back(*address);
  }
  return addresses;
}

// Sets what routes every request to `address`, and the one policy that fits: nothing but that may
// be connected to.
Result<void> ReadRoute(const std::string& address, delivery::DeliveryThread::Options* read) {
  Result<net::Url> url = net::Url::Parse("http://" + address);
  const bool is_good =
      url.ok() && url->server->ip &&
      net::SocketAddress{*url->server->ip, url->server->port}.ToString() == address;
  if (!is_good) {
    return Error{ErrorCode::kUsage, "DeliveryOptions::route_to: " + address +
                                        " is no address and port such as 127.0.0.1:8080"};
  }
  auto policy = net::EgressPolicy::Create({false, {address}, {}, Egress::kEnforce, nullptr});
  if (!policy.ok()) return std::move(policy.error());
  read->policy = std::move(*policy);
  read->source_addresses.clear();
  read->deliverer.route_to = std::move(*url);
  return {};
}

Result<delivery::DeliveryThread::Options> ReadOptions(const DeliveryOptions& options) {
  delivery::DeliveryThread::Options read;
  Result<void> good = engine::CheckOptions(options);
  if (!good.ok()) return std::move(good.error());
  read.deliverer.concurrency = options.concurrency;
  read.deliverer.concurrency_per_origin = options.concurrency_per_origin;
  read.deliverer.timeout = options.request_timeout;
  read.backlog = {options.backlog_requests, options.backlog_bytes};
  read.deliverer.redirects = options.redirects;
  read.deliverer.response_limits.body_kept_bytes = options.response_kept_bytes;
  read.deliverer.response_limits.body_read_bytes = options.response_read_bytes;
  read.deliverer.show_secrets = options.show_secrets;
  read.ca_file = options.ca_file;
  auto policy =
      net::EgressPolicy::Create({options.allow_private, options.allow_net, options.deny_net,
                                 options.egress, net::OwnAddresses::OfThisMachine()});
  if (!policy.ok()) return std::move(policy.error());
  read.policy = std::move(*policy);
  auto sources = ReadSourceAddresses(options.source_addresses);
  if (!sources.ok()) return std::move(sources.error());
  read.source_addresses = std::move(*sources);
  if (options.route_to.empty()) return read;
  Result<void> routed = ReadRoute(options.route_to, &read);
  if (!routed.ok()) return std::move(routed.error());
  return read;
}

// Why a run's requests are not sent; none: they are.
std::optional<Error> ReasonToDiscard(const StepResult& step, Deliver deliver) {
  if (deliver == Deliver::kAlways) return std::nullopt;
  if (step.error && step.error->kind == ErrorCode::kStepStopped) {
    return Error{ErrorCode::kTerminated,
                 "sendoff was shut down before the run had settled, so this was not sent"};
  }
  if (step.error && step.error->kind == ErrorCode::kStepCrashed) {
    return Error{
        ErrorCode::kTerminated,
        "V8 gave up before the run had settled, so this was not sent; RunOptions::deliver = "
        "Deliver::kAlways sends it all the same"};
  }
  if (step.status == StepStatus::kTerminated) {
    return Error{ErrorCode::kTerminated,
                 "the run was ended by a limit before it settled, so this was not sent; "
                 "RunOptions::deliver = Deliver::kAlways sends it all the same"};
  }
  if (step.status == StepStatus::kOk) return std::nullopt;
  if (step.error && step.error->kind == ErrorCode::kStepNeverSettles) {
    return Error{ErrorCode::kNotSettled,
                 "the step's promise never settled, so this was not sent; RunOptions::deliver = "
                 "Deliver::kAlways sends it all the same"};
  }
  if (deliver == Deliver::kSettled) return std::nullopt;
  return Error{ErrorCode::kNotSettled,
               "the step failed, and RunOptions::deliver = Deliver::kFulfilled sends only after a "
               "step that did not"};
}

// What comes of a run that cannot be begun.
RunResult Refused(const Error& why) {
  RunResult result;
  result.step.error = runtime::OwnError(why.code, "UsageError", why.message);
  std::promise<std::vector<Record>> none;
  none.set_value({});
  result.records = none.get_future();
  return result;
}

void GuardStores(std::map<std::string, std::shared_ptr<Store>>* stores) {
  for (auto& [prop, store] : *stores) {
    if (store) store = std::make_shared<GuardedStore>(std::move(store));
  }
}

// What a run's thread may still use when it was left behind.
struct RunState {
  RunState(RunOptions run_options, delivery::DeliveryThread* delivery,
           const delivery::RunInfo& info, delivery::LogTerms log,
           std::shared_ptr<RunCollector> collector)
      : options(std::move(run_options)),
        sender(delivery, info, log, std::move(collector)),
        host(options, &sender) {
    GuardStores(&options.stores);
  }

  RunOptions options;
  RunSender sender;
  SendHost host;
};

class EngineImpl final : public Engine {
 public:
  EngineImpl(runtime::Snapshot snapshot, const IsolateOptions& isolates,
             std::unique_ptr<delivery::DeliveryThread> delivery, delivery::LogTerms log,
             std::shared_ptr<const OptionNames> option_names)
      : isolates_(std::make_shared<runtime::IsolatePool>(
            runtime::Platform::Get(), std::make_shared<runtime::Snapshot>(std::move(snapshot)),
            runtime::IsolatePool::Options{isolates.idle, isolates.runs,
                                          isolates.kept_source_bytes})),
        delivery_(std::move(delivery)),
        log_(log),
        option_names_(std::move(option_names)) {}

  // Destroyed by its own callbacks it would wait for itself, for ever.
  ~EngineImpl() override {
    SENDOFF_CHECK(!RecordCallback::IsUnderWay() && "an Engine destroyed by on_record");
    SENDOFF_CHECK(!gate_.HasThisThread() && "an Engine destroyed inside Run");
    Shutdown();
    gate_.WaitUntilEmpty();
  }

  RunResult Run(RunOptions options) override {
    if (RecordCallback::IsUnderWay()) {
      return Refused({ErrorCode::kUsage,
                      "Engine::Run was called inside RunOptions::on_record or keep_record, which "
                      "must not block; run the step on another thread, or after the callback"});
    }
    const RunGate::Visit visit(gate_);
    Result<void> good = engine::CheckOptions(options);
    if (!good.ok()) return Refused(good.error());
    if (options.input.run.empty()) options.input.run = NewRunId();
    auto id = ids_->Take(options.input.run);
    if (!id) {
      return Refused({ErrorCode::kUsage, "StepInput::run: another run with the id \"" +
                                             options.input.run +
                                             "\" has not ended; ids have to be unique"});
    }
    return RunStep(std::move(options), std::move(*id));
  }

  void Shutdown() override {
    // In this order: a step that is ended now must not have its requests sent.
    delivery_->Shutdown();
    stop_.request_stop();
  }

  void Abort() override {
    delivery_->Abort();
    stop_.request_stop();
  }

 private:
  RunResult RunStep(RunOptions options, RunIds::Claim id) {
    const delivery::RunInfo info{options.input.run, options.input.file,
                                 options.tenant.empty() ? options.isolate_group : options.tenant};
    auto collector = std::make_shared<RunCollector>(&options, option_names_, std::move(id));
    auto records = collector->future();
    const auto state =
        std::make_shared<RunState>(std::move(options), delivery_.get(), info, log_, collector);
    auto [step, left_behind] = carrier::RunSupervised(
        threads_, {isolates_, state->options.isolate_group, std::move(state->options.input),
                   state->options.limits, std::shared_ptr<runtime::StepHost>(state, &state->host),
                   stop_.get_token()});
    state->host.Close();
    state->sender.Detach(left_behind);
    if (step.error) option_names_->Apply(&*step.error);
    for (std::string& warning : step.warnings) option_names_->Apply(&warning);
    const auto reason_to_discard = ReasonToDiscard(step, state->options.deliver);
    Release(state->host.outbox().Take(), info, state->options.ordered, reason_to_discard,
            std::move(collector));
    if (!reason_to_discard) {
      for (std::string& warning : state->host.handoffs().Deliver()) {
        step.warnings.push_back(std::move(warning));
      }
    }
    return {std::move(step), left_behind, std::move(records)};
  }

  // Sends what the run asked for, or records that it will not be sent.
  void Release(std::deque<net::OutboundRequest> requests, const delivery::RunInfo& info,
               bool ordered, const std::optional<Error>& reason_to_discard,
               std::shared_ptr<RunCollector> collector) {
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

  const std::shared_ptr<runtime::IsolatePool> isolates_;
  carrier::ThreadPool threads_{kIdleThreads};
  const std::unique_ptr<delivery::DeliveryThread> delivery_;
  const delivery::LogTerms log_;
  const std::shared_ptr<const OptionNames> option_names_;
  const std::shared_ptr<RunIds> ids_ = std::make_shared<RunIds>();
  std::stop_source stop_;
  RunGate gate_;
};

}  // namespace

Result<std::unique_ptr<Engine>> Engine::Create(const DeliveryOptions& options,
                                               const IsolateOptions& isolates) {
  return engine::NewEngine(options, isolates, nullptr);
}

Result<std::unique_ptr<Engine>> engine::NewEngine(const DeliveryOptions& options,
                                                  const IsolateOptions& isolates,
                                                  std::shared_ptr<TurnMeter> turns) {
  const auto names = std::make_shared<const OptionNames>(options.option_names);
  auto read = ReadOptions(options);
  if (!read.ok()) {
    names->Apply(&read.error().message);
    return std::move(read.error());
  }
  read->turns = std::move(turns);
  auto snapshot = runtime::Snapshot::Load(bindings::Registry());
  if (!snapshot.ok()) return std::move(snapshot.error());
  auto delivery = delivery::DeliveryThread::Start(std::move(*read));
  if (!delivery.ok()) return std::move(delivery.error());
  return std::unique_ptr<Engine>(std::make_unique<EngineImpl>(
      std::move(*snapshot), isolates, std::move(*delivery),
      delivery::LogTerms{options.response_kept_bytes, options.show_secrets}, names));
}

std::string V8Version() { return runtime::Platform::version(); }

}  // namespace sendoff
