// SPDX-License-Identifier: MIT
#include "bench/delivery_load.h"

#include <sys/resource.h>

#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "delivery/delivery_thread.h"

namespace sendoff::net {
namespace {

std::string UrlOf(const DeliveryLoad& load, size_t origin) {
  return load.scheme + "://127.0." + std::to_string(origin / 250) + '.' +
         std::to_string(1 + origin % 250) + ':' + std::to_string(load.port) + "/hook";
}

// One for each origin, which the others are copies of: requests of one run share what they can.
std::vector<OutboundRequest> Patterns(const DeliveryLoad& load) {
  std::vector<OutboundRequest> patterns(load.origins);
  for (size_t i = 0; i < load.origins; ++i) {
    OutboundRequest& request = patterns[i];
    request.method = load.body_bytes > 0 ? "POST" : "GET";
    request.url = *Url::Parse(UrlOf(load, i));
    if (load.body_bytes == 0) continue;
    request.headers.Append("Content-Type", "application/json");
    request.body = std::make_shared<const std::string>(load.body_bytes, 'x');
  }
  return patterns;
}

// All requests, dealt out to the runs.
std::vector<delivery::RunBatch> BatchesOf(const DeliveryLoad& load) {
  const std::vector<OutboundRequest> patterns = Patterns(load);
  std::vector<delivery::RunBatch> batches(load.runs);
  for (size_t i = 0; i < load.requests; ++i) {
    OutboundRequest request = patterns[i % load.origins];
    request.seq = i;
    batches[i % load.runs].requests.push_back(std::move(request));
  }
  return batches;
}

// The records as they come; on the delivery thread.
class Tally final : public delivery::RecordSink {
 public:
  explicit Tally(const DeliveryLoad& load)
      : load_(load), left_(load.requests), records_(load.requests) {}

  void OnRecord(Record record) override {
    if (left_ == load_.requests && load_.on_first_record) load_.on_first_record();
    if (++records_.at(record.seq) > 1) {
      fault_ = "request " + std::to_string(record.seq) + " has two records";
    }
    if (record.error) fault_ = record.error->message;
    if (--left_ == 0) done_.set_value(fault_);
  }

  std::string Wait() { return done_.get_future().get(); }

 private:
  const DeliveryLoad& load_;
  size_t left_;
  std::vector<int> records_;
  std::string fault_;
  std::promise<std::string> done_;
};

}  // namespace

std::string Deliver(const DeliveryLoad& load) {
  delivery::DeliveryThread::Options options;
  options.deliverer.concurrency = load.concurrency;
  options.deliverer.concurrency_per_origin = load.per_origin;
  options.deliverer.timeout = std::chrono::minutes(1);
  options.policy = *EgressPolicy::Create({.allow_private = true, .allow_net = {}, .deny_net = {}});
  options.ca_file = load.ca_file;
  options.backlog.requests = load.requests;
  options.turns = load.turns;

  const auto tally = std::make_shared<Tally>(load);
  auto thread = delivery::DeliveryThread::Start(std::move(options));
  if (!thread.ok()) return thread.error().message;
  size_t runs = 0;
  for (delivery::RunBatch& batch : BatchesOf(load)) {
    batch.info = {"load" + std::to_string(runs), "load.mjs"};
    if (load.tenants > 1) batch.info.tenant = std::to_string(runs % load.tenants);
    ++runs;
    (*thread)->Submit(std::move(batch), tally);
  }
  return tally->Wait();
}

bool RaiseDescriptorLimit(size_t wanted) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < wanted) return false;
  limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

}  // namespace sendoff::net
