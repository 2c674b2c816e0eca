// SPDX-License-Identifier: MIT
#include "net/delivery_thread.h"

#include <optional>
#include <utility>

#include "base/loop.h"
#include "net/cares_resolver.h"
#include "net/resolver_cache.h"
#include "net/tcp_network.h"

namespace sendoff::net {

// Everything that lives on the thread, in the order in which it is made; destroyed the other way
// round, so that nothing outlives what it stands on:
//   the deliverer (deliveries, pooled connections, their timers), then the resolver and the network
//   (their handles start to close), then the mailbox, then the loop, which runs the close callbacks
//   and checks that nothing is left.
class DeliveryThread::Body {
 public:
  explicit Body(Options options) : options_(std::move(options)) {}
  ~Body() {
    if (options_.turns) options_.turns->Detach();
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  Result<void> Prepare() {
    Result<std::unique_ptr<Loop>> loop = Loop::Create(clock_);
    if (!loop.ok()) return std::move(loop.error());
    loop_ = std::move(*loop);
    mailbox_.emplace(*loop_,
                     [this](std::vector<Message> messages) { Receive(std::move(messages)); });
    Result<std::unique_ptr<TlsContext>> tls = TlsContext::Create(options_.ca_file);
    if (!tls.ok()) return std::move(tls.error());
    tls_ = std::move(*tls);
    network_ = NewTcpNetwork(*loop_);
    resolver_ = NewResolverCache(loop_->timers(), NewCaresResolver(*loop_));
    deliverer_ =
        std::make_unique<Deliverer>(ConnectorParts{loop_->timers(), *network_, *resolver_, *tls_,
                                                   options_.policy, options_.source_addresses},
                                    options_.deliverer);
    if (options_.turns) options_.turns->Attach(*loop_);
    return {};
  }

  void Run() { loop_->Run(); }

  Mailbox<Message>& mailbox() { return *mailbox_; }

 private:
  void Receive(std::vector<Message> messages) {
    for (Message& message : messages) {
      if (message.cancel != 0) {
        deliverer_->Cancel(message.cancel, {ErrorCode::kTerminated,
                                            "the step gave the request up before it had ended"});
      } else if (message.shutdown) {
        deliverer_->Shutdown(nullptr);
      } else if (message.stop) {
        deliverer_->Shutdown([this] { loop_->Stop(); });
      } else {
        deliverer_->Submit(std::move(message.batch));
      }
    }
  }

  const Options options_;
  const SystemClock clock_;
  std::unique_ptr<Loop> loop_;
  std::optional<Mailbox<Message>> mailbox_;
  std::unique_ptr<TlsContext> tls_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<Resolver> resolver_;
  std::unique_ptr<Deliverer> deliverer_;
};

Result<std::unique_ptr<DeliveryThread>> DeliveryThread::Start(Options options) {
  std::unique_ptr<DeliveryThread> self(new DeliveryThread(options.backlog));
  std::promise<Result<Mailbox<Message>*>> started;
  auto outcome = started.get_future();
  self->thread_ = std::thread(&Main, std::move(options), std::move(started));
  Result<Mailbox<Message>*> mailbox = outcome.get();
  if (!mailbox.ok()) return std::move(mailbox.error());
  self->mailbox_ = *mailbox;
  return self;
}

DeliveryThread::~DeliveryThread() {
  if (mailbox_ != nullptr) mailbox_->Post({.batch = {}, .stop = true});
  thread_.join();
}

void DeliveryThread::Submit(RunBatch batch) {
  // A run that waits for the response waits for it, not for a place.
  if (batch.token != 0) {
    mailbox_->Post({.batch = std::move(batch)});
    return;
  }
  uint64_t bytes = 0;
  for (const OutboundRequest& request : batch.requests) bytes += request.weight();
  // The run's records hold what its requests held, so its place is free when they are handed over.
  batch.on_record = [place = backlog_.Enter(batch.requests.size(), bytes),
                     on_record = std::move(batch.on_record)](Record&& record) {
    on_record(std::move(record));
  };
  mailbox_->Post({.batch = std::move(batch)});
}

void DeliveryThread::Cancel(uint64_t token) { mailbox_->Post({.batch = {}, .cancel = token}); }

void DeliveryThread::Shutdown() {
  mailbox_->Post({.batch = {}, .shutdown = true});
  backlog_.Open();
}

void DeliveryThread::Main(Options options, std::promise<Result<Mailbox<Message>*>> started) {
  Body body(std::move(options));
  Result<void> prepared = body.Prepare();
  if (!prepared.ok()) return started.set_value(std::move(prepared.error()));
  started.set_value(&body.mailbox());
  body.Run();
}

}  // namespace sendoff::net
