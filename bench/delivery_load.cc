// SPDX-License-Identifier: MIT
#include "bench/delivery_load.h"

#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "net/delivery_thread.h"

namespace sendoff::net {
namespace {

std::string UrlOf(const DeliveryLoad& load, size_t origin) {
  return load.scheme + "://127.0." + std::to_string(origin / 250) + '.' +
         std::to_string(1 + origin % 250) + ':' + std::to_string(load.port) + "/hook";
}

// All requests, dealt out to the runs.
std::vector<RunBatch> BatchesOf(const DeliveryLoad& load) {
  std::vector<RunBatch> batches(load.runs);
  std::vector<Url> urls;
  for (size_t i = 0; i < load.origins; ++i) urls.push_back(*Url::Parse(UrlOf(load, i)));
  const auto body = std::make_shared<const std::string>(load.body_bytes, 'x');
  for (size_t i = 0; i < load.requests; ++i) {
    OutboundRequest request;
    request.seq = i;
    request.method = "GET";
    request.url = urls[i % load.origins];
    if (load.body_bytes > 0) {
      request.method = "POST";
      request.headers.Append("Content-Type", "application/json");
      request.body = body;
    }
    batches[i % load.runs].requests.push_back(std::move(request));
  }
  return batches;
}

// The records as they come; on the delivery thread.
class Tally {
 public:
  explicit Tally(const DeliveryLoad& load)
      : load_(load), left_(load.requests), records_(load.requests) {}

  void Add(const Record& record) {
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
  DeliveryThread::Options options;
  options.deliverer.concurrency = load.concurrency;
  options.deliverer.concurrency_per_origin = load.per_origin;
  options.deliverer.timeout = std::chrono::minutes(1);
  options.policy = *EgressPolicy::Create({.allow_private = true, .allow_net = {}, .deny_net = {}});
  options.ca_file = load.ca_file;
  options.backlog.requests = load.requests;

  Tally tally(load);
  auto thread = DeliveryThread::Start(std::move(options));
  if (!thread.ok()) return thread.error().message;
  for (RunBatch& batch : BatchesOf(load)) {
    batch.info = {"load", "load.mjs"};
    batch.on_record = [&tally](const Record& record) { tally.Add(record); };
    (*thread)->Submit(std::move(batch));
  }
  return tally.Wait();
}

}  // namespace sendoff::net
