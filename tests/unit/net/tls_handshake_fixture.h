// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <ctime>
#include <memory>
#include <string>
#include <utility>

#include "net/tls/tls_stream.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_pipe.h"
#include "tests/support/test_ca.h"
#include "tests/support/tls_peer.h"

namespace sendoff::net {

// A client that trusts one authority, and a server that the test dresses up.
class TlsHandshakeFixture : public testing::Test {
 protected:
  // Shakes hands with a server that shows `identity`; "" when that went well, else the error.
  std::string Shake(const std::string& host, const test::Identity& identity,
                    const test::TlsPeerOptions& options = {}) {
    auto [client, server] = test::NewMemoryPipe(time_.timers());
    peer_ = std::make_unique<test::TlsPeer>(identity, std::move(server), options);
    return Shake(host, std::move(client));
  }

  std::string Shake(const std::string& host, std::unique_ptr<ByteStream> client) {
    result_ = "no callback";
    calls_ = 0;
    handshake_ = TlsHandshake::Start(*context_, time_.timers(), {host}, std::move(client),
                                     [this](Result<std::unique_ptr<ByteStream>> result) {
                                       ++calls_;
                                       result_ = result.ok() ? "" : result.error().message;
                                       if (!result.ok()) code_ = result.error().code;
                                       detail_ = result.ok() ? "" : result.error().detail;
                                       if (result.ok()) stream_ = std::move(*result);
                                     });
    EXPECT_EQ(calls_, 0);
    time_.Settle();
    EXPECT_LE(calls_, 1);
    // What is left in the queue would be taken for an error of the next connection.
    EXPECT_EQ(ERR_peek_error(), 0u);
    return result_;
  }

  static std::unique_ptr<TlsContext> ContextFor(const std::string& roots) {
    const test::TemporaryFile file(roots);
    auto context = TlsContext::Create(file.path());
    EXPECT_TRUE(context.ok()) << (context.ok() ? "" : context.error().message);
    return std::move(*context);
  }

  static std::string Date(std::chrono::seconds from_now) {
    const time_t when = time(nullptr) + from_now.count();
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d", gmtime(&when));
    return text;
  }

  const test::TestCa ca_;
  test::FakeTime time_;
  std::unique_ptr<TlsContext> context_ = ContextFor(ca_.identity().Pem());
  std::unique_ptr<test::TlsPeer> peer_;
  std::unique_ptr<TlsHandshake> handshake_;
  std::unique_ptr<ByteStream> stream_;
  std::string result_;
  ErrorCode code_ = ErrorCode::kInternal;
  std::string detail_;
  int calls_ = 0;
};

}  // namespace sendoff::net
