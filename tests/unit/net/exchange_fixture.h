// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "net/http/exchange.h"
#include "tests/support/delivery_world.h"
#include "tests/support/exchange_log.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_pipe.h"

namespace sendoff::net {

// An exchange over a pipe whose other end the test holds.
class ExchangeFixture : public testing::Test {
 protected:
  // Begins an exchange of `request_`.
  void Start(std::unique_ptr<BodySource> body = nullptr, size_t capacity = SIZE_MAX) {
    Make(std::move(body), capacity);
    exchange_->Start();
  }

  void Make(std::unique_ptr<BodySource> body = nullptr, size_t capacity = SIZE_MAX) {
    auto [client, server] = test::NewMemoryPipe(time_.timers(), {.capacity = capacity});
    server_ = std::move(server);
    MakeOver(std::move(client), std::move(body));
  }

  void MakeOver(std::unique_ptr<ByteStream> client, std::unique_ptr<BodySource> body = nullptr) {
    log_.events.clear();
    exchange_ = std::make_unique<Exchange>(std::move(client),
                                           Exchange::Call{request_, limits_, std::move(body)},
                                           time_.timers(), phases_, log_);
  }

  // The server reads, from now on.
  test::Server& server() {
    if (!reading_ || server_) reading_ = std::make_unique<test::Server>(std::move(server_));
    return *reading_;
  }

  // The server says so, and everything happens that follows.
  void Say(const std::string& bytes) {
    server().Say(bytes);
    time_.Settle();
  }

  test::FakeTime time_;
  OutboundRequest request_ = test::RequestTo("http://a.test/", "GET", "");
  ResponseLimits limits_ = ResponseLimits::OfStream();
  PhaseClock phases_{time_.timers(), time_.Now()};
  test::ExchangeLog log_;
  std::unique_ptr<ByteStream> server_;
  std::unique_ptr<test::Server> reading_;
  std::unique_ptr<Exchange> exchange_;
};

}  // namespace sendoff::net
