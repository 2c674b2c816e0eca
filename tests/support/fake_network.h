// SPDX-License-Identifier: MIT
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/timer_queue.h"
#include "net/stream/network.h"
#include "tests/support/memory_pipe.h"

namespace sendoff::test {

// A network in which the test decides what becomes of each connect.
class FakeNetwork final : public net::Network {
 public:
  // One call of Connect.
  struct Call {
    net::SocketAddress to;
    std::optional<net::IpAddress> source;
    ConnectCallback callback;  // empty: answered or cancelled
    bool cancelled = false;
  };

  explicit FakeNetwork(TimerQueue& timers) : timers_(timers) {}

  std::unique_ptr<Attempt> Connect(const net::SocketAddress& to,
                                   const std::optional<net::IpAddress>& source,
                                   ConnectCallback callback) override {
    calls.push_back(std::make_shared<Call>(Call{to, source, std::move(callback)}));
    return std::make_unique<FakeAttempt>(calls.back());
  }

  std::vector<std::shared_ptr<Call>> calls;

  // Lets a connect succeed and returns the server's end. `peer`, where it differs from whom the
  // client meant, is who really answers.
  std::unique_ptr<net::ByteStream> Accept(size_t index,
                                          std::optional<net::SocketAddress> peer = std::nullopt,
                                          MemoryPipeOptions options = {}) {
    const std::shared_ptr<Call> call = calls.at(index);
    options.first = {call->source.value_or(net::IpAddress()), 50'000};
    options.second = peer.value_or(call->to);
    auto [client, server] = NewMemoryPipe(timers_, options);
    const ConnectCallback callback = std::move(call->callback);
    callback(std::move(client));
    return std::move(server);
  }

  void Refuse(size_t index, Error error) {
    const ConnectCallback callback = std::move(calls.at(index)->callback);
    callback(std::move(error));
  }

 private:
  class FakeAttempt final : public Attempt {
   public:
    explicit FakeAttempt(std::shared_ptr<Call> call) : call_(std::move(call)) {}
    ~FakeAttempt() override {
      if (!call_->callback) return;
      call_->cancelled = true;
      const auto dropped = std::move(call_->callback);
    }

   private:
    const std::shared_ptr<Call> call_;
  };

  TimerQueue& timers_;
};

}  // namespace sendoff::test
