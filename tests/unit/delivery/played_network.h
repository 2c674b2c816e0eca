// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <deque>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/timer_queue.h"
#include "net/dns/resolver.h"
#include "net/stream/network.h"
#include "tests/support/fault_plan.h"
#include "tests/support/faulty_stream.h"
#include "tests/support/memory_pipe.h"
#include "tests/unit/delivery/played_server.h"

namespace sendoff::test {

// One operation that ends by itself, a millisecond later.
class PlayedOperation : public net::Resolver::Query, public net::Network::Attempt {
 public:
  PlayedOperation(TimerQueue& timers, UniqueFunction<void()> end) : timer_(timers, std::move(end)) {
    timer_.StartAfter(std::chrono::milliseconds(1));
  }

 private:
  Timer timer_;
};

// Knows every name.
class PlayedResolver final : public net::Resolver {
 public:
  PlayedResolver(TimerQueue& timers, FaultPlan& plan, std::vector<std::string> addresses)
      : timers_(timers), plan_(plan) {
    for (const std::string& text : addresses) addresses_.push_back(*net::IpAddress::Parse(text));
  }

  std::unique_ptr<Query> Resolve(const std::string&, Callback callback) override {
    const Fault fault = plan_.Next();
    const bool stalls = fault == Fault::kStall || addresses_.empty();
    return std::make_unique<PlayedOperation>(
        timers_, [this, fault, stalls, callback = std::move(callback)] {
          if (stalls) return;
          if (fault == Fault::kNone) return callback({addresses_, std::chrono::seconds(30)});
          callback({Error{ErrorCode::kDns, "the test lost the name"}});
        });
  }

 private:
  TimerQueue& timers_;
  FaultPlan& plan_;
  std::vector<net::IpAddress> addresses_;  // none: it never answers
};

// A network on which every address is a played server.
class PlayedNetwork final : public net::Network {
 public:
  struct Options {
    std::deque<Reply> replies = {Reply::kAnswer};
    const Identity* identity = nullptr;  // null: servers are plain
    bool deaf = false;                   // servers accept and neither read nor write
    size_t black_holes = 0;              // so many connects, the first ones, are never answered
    size_t capacity = std::numeric_limits<size_t>::max();  // of a pipe; see MemoryPipeOptions
  };

  PlayedNetwork(TimerQueue& timers, FaultPlan& plan, Options options)
      : timers_(timers), plan_(plan), options_(std::move(options)) {}

  std::unique_ptr<Attempt> Connect(const net::SocketAddress& to,
                                   const std::optional<net::IpAddress>&,
                                   ConnectCallback callback) override {
    const Fault fault = plan_.Next();
    const bool stalls = fault == Fault::kStall || connects_++ < options_.black_holes;
    return std::make_unique<PlayedOperation>(
        timers_, [this, fault, stalls, to, callback = std::move(callback)] {
          if (stalls) return;
          if (fault == Fault::kNone) return callback(Accept(to));
          callback(Error{ErrorCode::kConnectRefused, "the test refused the connection"});
        });
  }

  // Every connection that was made, in order.
  const std::list<PlayedServer>& servers() const { return servers_; }

 private:
  std::unique_ptr<net::ByteStream> Accept(const net::SocketAddress& to) {
    MemoryPipeOptions pipe{.capacity = options_.capacity, .first = {}, .second = to};
    auto [client, server] = NewMemoryPipe(timers_, pipe);
    if (options_.deaf) {
      deaf_.push_back(std::move(server));
    } else {
      servers_.emplace_back(std::move(server), options_.identity, options_.replies);
    }
    return std::make_unique<FaultyStream>(timers_, plan_, std::move(client));
  }

  TimerQueue& timers_;
  FaultPlan& plan_;
  const Options options_;
  size_t connects_ = 0;
  std::list<PlayedServer> servers_;
  std::vector<std::unique_ptr<net::ByteStream>> deaf_;
};

}  // namespace sendoff::test
