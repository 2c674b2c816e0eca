// SPDX-License-Identifier: MIT
#include <openssl/ssl.h>

#include "tests/unit/net/tls_handshake_fixture.h"

namespace sendoff::net {
namespace {

// All servers share their ticket keys, as behind a load balancer, or where somebody wants to catch
// us: whatever ticket is shown to one of them is taken.
class TlsResumptionTest : public TlsHandshakeFixture {
 protected:
  // Connects to `host` and hangs up. True when it resumed.
  bool Connect(const std::string& host, int max_version = 0) {
    EXPECT_EQ(Shake(host, identity_, Options(max_version)), "");
    handshake_.reset();
    stream_.reset();
    return peer_->was_resumed();
  }

  static test::TlsPeerOptions Options(int max_version = 0) {
    return {.max_version = max_version, .ticket_keys = std::string(80, 'k')};
  }

  test::Identity identity_ = ca_.Issue({.names = {"DNS:a.test", "DNS:b.test"}});
};

TEST_F(TlsResumptionTest, TheSecondConnectionToAServerResumes) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    context_ = ContextFor(ca_.identity().Pem());
    EXPECT_FALSE(Connect("a.test", version));
    EXPECT_TRUE(Connect("a.test", version));
  }
}

TEST_F(TlsResumptionTest, AConnectionThatResumedLeavesATicketForTheNext) {
  EXPECT_FALSE(Connect("a.test"));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(Connect("a.test"));
}

TEST_F(TlsResumptionTest, ATicketIsNeverShownToAnotherHost) {
  EXPECT_FALSE(Connect("a.test"));
  EXPECT_FALSE(Connect("b.test")) << "even one that the certificate also names";
  EXPECT_TRUE(Connect("a.test"));
}

TEST_F(TlsResumptionTest, ATicketIsNeverShownToAnotherPort) {
  EXPECT_FALSE(Connect("a.test"));
  auto [client, server] = test::NewMemoryPipe(time_.timers());
  peer_ = std::make_unique<test::TlsPeer>(identity_, std::move(server), Options());
  bool done = false;
  handshake_ = TlsHandshake::Start(*context_, time_.timers(), {"a.test", 8443}, std::move(client),
                                   [&](auto result) { done = result.ok(); });
  time_.Settle();
  EXPECT_TRUE(done);
  EXPECT_FALSE(peer_->was_resumed());
}

TEST_F(TlsResumptionTest, ATicketIsNeverShownForAnotherTenant) {
  const auto connect = [this](const std::string& tenant) {
    auto [client, server] = test::NewMemoryPipe(time_.timers());
    peer_ = std::make_unique<test::TlsPeer>(identity_, std::move(server), Options());
    bool done = false;
    handshake_ = TlsHandshake::Start(*context_, time_.timers(), {"a.test", 443, tenant},
                                     std::move(client), [&](auto result) {
                                       done = result.ok();
                                       if (result.ok()) stream_ = std::move(*result);
                                     });
    time_.Settle();
    EXPECT_TRUE(done);
    handshake_.reset();
    stream_.reset();
    return peer_->was_resumed();
  };
  EXPECT_FALSE(connect("a"));
  EXPECT_FALSE(connect("b"));
  EXPECT_FALSE(connect(""));
  EXPECT_TRUE(connect("a"));
  EXPECT_TRUE(connect("b"));
  EXPECT_TRUE(connect(""));
}

TEST_F(TlsResumptionTest, ATicketIsShownOnce) {
  EXPECT_FALSE(Connect("a.test"));
  const size_t tickets = context_->tickets().size();
  ASSERT_GE(tickets, 1u);
  // Handshakes that get nowhere leave no new ones.
  for (size_t i = 0; i < tickets; ++i) {
    auto [client, server] = test::NewMemoryPipe(time_.timers());
    server.reset();
    EXPECT_NE(Shake("a.test", std::move(client)), "");
  }
  EXPECT_EQ(context_->tickets().size(), 0u);
  EXPECT_FALSE(Connect("a.test"));
}

TEST_F(TlsResumptionTest, NothingIsSentBeforeTheHandshakeIsDone) {
  test::TlsPeerOptions options = Options();
  options.takes_early_data = true;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(Shake("a.test", identity_, options), "");
  EXPECT_TRUE(peer_->was_resumed());
  EXPECT_FALSE(peer_->was_sent_early_data());
}

TEST_F(TlsResumptionTest, ARefusedCertificateLeavesNoTicket) {
  identity_ = ca_.Issue({.names = {"DNS:other.test"}});
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    EXPECT_NE(Shake("a.test", identity_, Options(version)), "");
    EXPECT_EQ(context_->tickets().size(), 0u);
  }
}

TEST_F(TlsResumptionTest, ATicketWhoseCertificateHasExpiredIsNotUsed) {
  // Nobody checks a certificate when a connection resumes, so the clock has to be asked before.
  EXPECT_FALSE(Connect("a.test"));
  TlsTicketCache& tickets = context_->tickets();
  TlsTicketCache::Ticket ticket = tickets.Take("a.test:443");
  ASSERT_NE(ticket, nullptr);
  while (tickets.Take("a.test:443")) {
  }
  X509* certificate = SSL_SESSION_get0_peer(ticket.get());
  X509_gmtime_adj(X509_getm_notAfter(certificate), -1);
  tickets.Put("a.test:443", std::move(ticket));
  EXPECT_EQ(tickets.Take("a.test:443"), nullptr);
  EXPECT_EQ(tickets.size(), 0u);
}

TEST_F(TlsResumptionTest, AServerThatForgotItsKeysShowsItsCertificateAgain) {
  EXPECT_FALSE(Connect("a.test"));
  // The ticket is no good there, and the full handshake checks the certificate.
  const test::Identity wrong = ca_.Issue({.names = {"DNS:b.test"}});
  EXPECT_EQ(Shake("a.test", wrong),
            "the certificate of a.test is not for that host but for b.test");
}

TEST(TlsTicketCache, OneServerCannotPushOutTheOthers) {
  TlsTicketCache cache;
  cache.Put("a", TlsTicketCache::Ticket(SSL_SESSION_new()));
  for (int i = 0; i < 1000; ++i) cache.Put("b", TlsTicketCache::Ticket(SSL_SESSION_new()));
  EXPECT_EQ(cache.size(), 1u + TlsTicketCache::kPerServer);
}

TEST(TlsTicketCache, KeepsTheNewestOfTooMany) {
  TlsTicketCache cache(2);
  for (const char* server : {"a", "b", "c"}) {
    cache.Put(server, TlsTicketCache::Ticket(SSL_SESSION_new()));
  }
  EXPECT_EQ(cache.size(), 2u);
}

}  // namespace
}  // namespace sendoff::net
