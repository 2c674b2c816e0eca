// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <functional>
#include <memory>
#include <string>

#include "base/loop_thread.h"
#include "cli/sink/sink_server.h"

namespace sendoff::cli {

// A sink on a free port and a thread of its own, for the time of one run.
class LocalSink {
 public:
  // `on_request` runs on the sink's thread.
  static Result<std::unique_ptr<LocalSink>> Start(
      std::function<void(const SinkServer::Received&)> on_request);

  // Ends the server and its thread.
  ~LocalSink() = default;
  LocalSink(const LocalSink&) = delete;
  LocalSink& operator=(const LocalSink&) = delete;

  // "127.0.0.1:40123"
  const std::string& address() const { return address_; }

 private:
  LocalSink() = default;

  std::string address_;
  std::unique_ptr<LoopThread<SinkServer>> thread_;
};

}  // namespace sendoff::cli
