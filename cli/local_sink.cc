// SPDX-License-Identifier: MIT
#include "cli/local_sink.h"

#include <future>
#include <utility>

#include "base/clock.h"

namespace sendoff::cli {

Result<std::unique_ptr<LocalSink>> LocalSink::Start(
    std::function<void(const SinkServer::Received&)> on_request) {
  std::promise<Result<Running>> started;
  auto outcome = started.get_future();
  std::unique_ptr<LocalSink> self(new LocalSink());
  self->thread_ = std::thread([&started, on_request = std::move(on_request)] {
    const SystemClock clock;
    Loop loop(clock);
    auto server = SinkServer::Listen(loop, {.port = 0}, on_request);
    if (!server.ok()) return started.set_value(std::move(server.error()));
    Mailbox<Stop> mailbox(loop, [&](const std::vector<Stop>&) { loop.Stop(); });
    started.set_value(Running{"127.0.0.1:" + std::to_string((*server)->port()), &mailbox});
    loop.Run();
  });
  Result<Running> running = outcome.get();
  if (!running.ok()) return std::move(running.error());
  self->address_ = running->address;
  self->mailbox_ = running->mailbox;
  return self;
}

LocalSink::~LocalSink() {
  if (mailbox_ != nullptr) mailbox_->Post({});
  thread_.join();
}

}  // namespace sendoff::cli
