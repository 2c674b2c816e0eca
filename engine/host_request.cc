// SPDX-License-Identifier: MIT
#include "engine/host_request.h"

#include <future>
#include <memory>
#include <utility>

#include "delivery/delivery_thread.h"
#include "delivery/record_sink.h"
#include "delivery/run_batch.h"
#include "engine/read_options.h"

namespace sendoff::engine {
namespace {

class OneRecord final : public delivery::RecordSink {
 public:
  void OnRecord(Record record) override { record_.set_value(std::move(record)); }

  std::future<Record> future() { return record_.get_future(); }

 private:
  std::promise<Record> record_;
};

// With nothing in the way.
DeliveryOptions Unbound(const DeliveryOptions& options) {
  DeliveryOptions unbound;
  unbound.request_timeout = options.request_timeout;
  unbound.ca_file = options.ca_file;
  unbound.source_addresses = options.source_addresses;
  unbound.egress = Egress::kReport;
  return unbound;
}

}  // namespace

Result<std::string> HostUrl(const std::string& text, const std::string& path) {
  std::string userinfo;
  auto parsed = net::Url::Parse(text, &userinfo);
  if (!parsed.ok()) return Error{ErrorCode::kUsage, std::move(parsed.error().message)};
  if (!userinfo.empty()) {
    return Error{ErrorCode::kUsage, "a name and a password in the URL are not sent"};
  }
  if (parsed->target == "/") parsed->target = path;
  return parsed->ToString();
}

Result<Record> PostFromHost(const DeliveryOptions& options, const std::string& url,
                            const std::string& content_type, std::string body) {
  auto parsed = net::Url::Parse(url);
  if (!parsed.ok()) return std::move(parsed.error());
  auto read = ReadOptions(Unbound(options));
  if (!read.ok()) return std::move(read.error());
  auto thread = delivery::DeliveryThread::Start(std::move(*read));
  if (!thread.ok()) return std::move(thread.error());
  delivery::RunBatch batch;
  batch.info.run = "host";
  net::OutboundRequest& request = batch.requests.emplace_back();
  request.method = std::string("POST");
  request.url = std::move(*parsed);
  request.headers.Append("Content-Type", content_type);
  request.body = std::make_shared<const std::string>(std::move(body));
  const auto sink = std::make_shared<OneRecord>();
  auto record = sink->future();
  (*thread)->Submit(std::move(batch), sink);
  return record.get();
}

}  // namespace sendoff::engine
