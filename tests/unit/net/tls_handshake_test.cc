// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "tests/support/fragmenting_stream.h"
#include "tests/unit/net/tls_handshake_fixture.h"

namespace sendoff::net {
namespace {

using test::CertificateOptions;
using test::Identity;
using test::TestCa;
using test::TlsPeer;

using TlsHandshakeTest = TlsHandshakeFixture;

// A stream that takes one write and after that, while it still reads, never ends another.
class ClogsAfterOneWrite final : public ByteStream {
 public:
  explicit ClogsAfterOneWrite(std::unique_ptr<ByteStream> below) : below_(std::move(below)) {}

  void SetListener(Listener* listener) override { below_->SetListener(listener); }
  void PauseReading() override { below_->PauseReading(); }
  void ResumeReading() override { below_->ResumeReading(); }
  bool Write(std::span<const std::string_view> pieces) override {
    return writes_++ == 0 && below_->Write(pieces);
  }
  Wire wire() const override { return Wire::kNone; }
  bool IsQuiet() override { return below_->IsQuiet(); }
  void ResetOnDestroy() override {}
  SocketAddress local_address() const override { return {}; }
  SocketAddress peer_address() const override { return {}; }

 private:
  std::unique_ptr<ByteStream> below_;
  int writes_ = 0;
};

TEST_F(TlsHandshakeTest, AcceptsACertificateForTheHost) {
  EXPECT_EQ(Shake("localhost", ca_.Issue({.names = {"DNS:localhost"}})), "");
  EXPECT_TRUE(peer_->is_shaken());
  EXPECT_EQ(peer_->server_name(), "localhost");
  EXPECT_EQ(peer_->alpn(), "\x08http/1.1");
}

TEST_F(TlsHandshakeTest, AcceptsItInTls12Too) {
  EXPECT_EQ(
      Shake("localhost", ca_.Issue({.names = {"DNS:localhost"}}), {.max_version = TLS1_2_VERSION}),
      "");
}

TEST_F(TlsHandshakeTest, SendsNoServerNameForAnAddress) {
  for (const std::string address : {"127.0.0.1", "::1"}) {
    EXPECT_EQ(Shake(address, ca_.Issue({.names = {"IP:" + address}})), "");
    EXPECT_EQ(peer_->server_name(), "");
  }
}

TEST_F(TlsHandshakeTest, TakesTheFinalDotOfANameAway) {
  EXPECT_EQ(Shake("example.com.", ca_.Issue({.names = {"DNS:example.com"}})), "");
  EXPECT_EQ(peer_->server_name(), "example.com");
}

TEST_F(TlsHandshakeTest, NamesAnAuthorityThatIsNotKnownAndTheFlag) {
  const TestCa other("Other \x1b Root");
  EXPECT_EQ(Shake("localhost", other.Issue({.names = {"DNS:localhost"}})),
            "the certificate of localhost was issued by \"Other ? Root\", an authority that is not "
            "known here, or the server leaves out a certificate between; DeliveryOptions::ca_file "
            "trusts one more");
  EXPECT_EQ(peer_->alert(), "unknown CA");
}

TEST_F(TlsHandshakeTest, TrustsACertificateThatIsNamedItself) {
  const Identity self = TestCa::SelfSigned({.names = {"DNS:localhost"}});
  context_ = ContextFor(self.Pem());
  EXPECT_EQ(Shake("localhost", self), "");
}

TEST_F(TlsHandshakeTest, FollowsTheChainThatTheServerSends) {
  const TestCa between = ca_.Intermediate("Between");
  const Identity leaf = between.Issue({.names = {"DNS:localhost"}});
  EXPECT_EQ(Shake("localhost", leaf, {.chain = {between.identity().certificate.get()}}), "");
  EXPECT_EQ(Shake("localhost", leaf),
            "the certificate of localhost was issued by \"Between\", an authority that is not "
            "known here, or the server leaves out a certificate between; DeliveryOptions::ca_file "
            "trusts one more");
}

TEST_F(TlsHandshakeTest, RefusesTls11) {
  EXPECT_EQ(
      Shake("localhost", ca_.Issue({.names = {"DNS:localhost"}}), {.max_version = TLS1_1_VERSION}),
      "localhost offers no TLS version from 1.2 on");
}

TEST_F(TlsHandshakeTest, SaysThatThePeerDoesNotSpeakTls) {
  auto [client, server] = test::NewMemoryPipe(time_.timers());
  const std::string_view text = "HTTP/1.1 400 Bad Request\r\n\r\n";
  server->Write({&text, 1});
  EXPECT_EQ(Shake("localhost", std::move(client)),
            "localhost does not speak TLS on this port; is it meant to be http:?");
}

TEST_F(TlsHandshakeTest, SaysThatThePeerWentAway) {
  for (const bool reset : {false, true}) {
    auto [client, server] = test::NewMemoryPipe(time_.timers());
    std::optional<Error> error;
    handshake_ = TlsHandshake::Start(*context_, time_.timers(), {"localhost"}, std::move(client),
                                     [&](auto result) { error = result.error(); });
    if (reset) server->ResetOnDestroy();
    server.reset();
    time_.Settle();
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::kReset);
    EXPECT_EQ(error->message, reset ? "during the TLS handshake: the other end of the pipe is gone"
                                    : "localhost closed the connection during the TLS handshake");
  }
}

TEST_F(TlsHandshakeTest, EndsAHandshakeThatIsTooLarge) {
  auto [client, server] = test::NewMemoryPipe(time_.timers());
  CertificateOptions huge;
  for (int i = 0; i < 20'000; ++i) huge.names.push_back("DNS:h" + std::to_string(i) + ".example");
  peer_ = std::make_unique<TlsPeer>(ca_.Issue(huge), std::move(server));
  EXPECT_EQ(Shake("localhost", std::move(client)),
            "localhost sent more than a TLS handshake may take");
  EXPECT_EQ(code_, ErrorCode::kTls);
}

TEST_F(TlsHandshakeTest, EndsAHandshakeThatDoesNotEnd) {
  auto [client, server] = test::NewMemoryPipe(time_.timers());
  // HelloRequest, which a client ignores however often it comes.
  const std::string_view request("\x16\x03\x03\0\x04\0\0\0\0", 9);
  std::string endless;
  while (endless.size() <= 256 << 10) endless += request;
  const std::string_view piece = endless;
  server->Write({&piece, 1});
  EXPECT_EQ(Shake("localhost", std::move(client)),
            "localhost sent more than a TLS handshake may take");
}

TEST_F(TlsHandshakeTest, EndsAPeerThatTalksOnWithoutReadingOurLastWords) {
  auto [client, server] = test::NewMemoryPipe(time_.timers());
  peer_ = std::make_unique<TlsPeer>(ca_.Issue({.names = {"DNS:localhost"}}), std::move(server));
  EXPECT_EQ(Shake("localhost", std::make_unique<ClogsAfterOneWrite>(std::move(client))),
            "no callback");
  const std::string piece(64 << 10, 'x');
  for (int i = 0; i < 4 && calls_ == 0; ++i) {
    peer_->SendRaw(piece);
    time_.Settle();
  }
  EXPECT_EQ(result_, "localhost sent more than a TLS handshake may take");
}

TEST_F(TlsHandshakeTest, RefusesToRenegotiate) {
  ASSERT_EQ(
      Shake("localhost", ca_.Issue({.names = {"DNS:localhost"}}), {.max_version = TLS1_2_VERSION}),
      "");
  peer_->SendHelloRequest();
  time_.Settle();
  EXPECT_EQ(peer_->alert(), "no renegotiation");
}

TEST_F(TlsHandshakeTest, WorksByteByByteAndThroughANarrowPipe) {
  const Identity identity = ca_.Issue({.names = {"DNS:localhost"}});
  for (const size_t size : {1, 7, 1000}) {
    auto [client, server] = test::NewMemoryPipe(time_.timers(), {.capacity = size});
    peer_ = std::make_unique<TlsPeer>(identity, std::make_unique<test::FragmentingStream>(
                                                    time_.timers(), std::move(server), size));
    EXPECT_EQ(Shake("localhost", std::make_unique<test::FragmentingStream>(
                                     time_.timers(), std::move(client), size)),
              "")
        << size;
  }
}

TEST_F(TlsHandshakeTest, CanBeGivenUpAtAnyPoint) {
  const Identity identity = ca_.Issue({.names = {"DNS:localhost"}});
  for (int turns = 0; turns < 6; ++turns) {
    auto [client, server] = test::NewMemoryPipe(time_.timers());
    peer_ = std::make_unique<TlsPeer>(identity, std::move(server));
    bool called = false;
    auto handshake = TlsHandshake::Start(*context_, time_.timers(), {"localhost"},
                                         std::move(client), [&](auto) { called = true; });
    for (int turn = 0; turn < turns && !called; ++turn) time_.timers().RunDue();
    const bool called_before = called;
    handshake.reset();
    time_.Settle();
    EXPECT_EQ(called, called_before);
  }
}

TEST_F(TlsHandshakeTest, MayBeDestroyedInItsCallback) {
  auto [client, server] = test::NewMemoryPipe(time_.timers());
  peer_ = std::make_unique<TlsPeer>(ca_.Issue({.names = {"DNS:localhost"}}), std::move(server));
  handshake_ = TlsHandshake::Start(*context_, time_.timers(), {"localhost"}, std::move(client),
                                   [this](auto result) {
                                     EXPECT_TRUE(result.ok());
                                     handshake_.reset();
                                     ++calls_;
                                   });
  time_.Settle();
  EXPECT_EQ(calls_, 1);
}

TEST(TlsContext, NamesAFileThatItCannotUse) {
  const auto missing = TlsContext::Create("no/such/file.pem");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::kIo);
  EXPECT_EQ(missing.error().message, "cannot read no/such/file.pem: No such file or directory");

  const test::TemporaryFile text("this is no certificate\n");
  const auto empty = TlsContext::Create(text.path());
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(empty.error().code, ErrorCode::kUsage);
  EXPECT_EQ(empty.error().message, text.path() + " holds no certificate in PEM form");

  const test::TemporaryFile broken(
      TestCa().identity().Pem() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  const auto damaged = TlsContext::Create(broken.path());
  ASSERT_FALSE(damaged.ok());
  EXPECT_EQ(damaged.error().message, "certificate 2 in " + broken.path() + " is damaged");
  EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST(TlsContext, TakesTheSameRootTwice) {
  const std::string pem = TestCa().identity().Pem();
  const test::TemporaryFile twice(pem + pem);
  EXPECT_TRUE(TlsContext::Create(twice.path()).ok());
}

}  // namespace
}  // namespace sendoff::net
