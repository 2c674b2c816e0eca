// SPDX-License-Identifier: MIT
#include "cli/sink/local_sink.h"

#include <utility>

namespace sendoff::cli {

Result<std::unique_ptr<LocalSink>> LocalSink::Start(
    std::function<void(const SinkServer::Received&)> on_request) {
  std::unique_ptr<LocalSink> self(new LocalSink());
  auto thread = LoopThread<SinkServer>::Start([&](Loop& loop) {
    auto server = SinkServer::Listen(loop, {.port = 0}, std::move(on_request));
    if (server.ok()) self->address_ = "127.0.0.1:" + std::to_string((*server)->port());
    return server;
  });
  if (!thread.ok()) return std::move(thread.error());
  self->thread_ = std::move(*thread);
  return self;
}

}  // namespace sendoff::cli
