// SPDX-License-Identifier: MIT
// What a server may show, and what is said about what it may not.
#include <openssl/ssl.h>

#include <cstdlib>

#include "tests/unit/net/tls_handshake_fixture.h"

namespace sendoff::net {
namespace {

using std::chrono::hours;
using test::CertificateOptions;
using test::Identity;
using test::TestCa;

using TlsCertificatesTest = TlsHandshakeFixture;

// OpenSSL reads it when it is first used: a machine that puts up with anything, so that what is
// refused is refused by us.
const test::TemporaryFile kLaxSettings(
    "openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = lax\n"
    "[lax]\nMinProtocol = TLSv1\nCipherString = DEFAULT@SECLEVEL=0\n");
[[maybe_unused]] const int kLaxMachine = setenv("OPENSSL_CONF", kLaxSettings.path().c_str(), 1);

// A certificate of the authority that is trusted, and what becomes of it.
struct Case {
  std::string host;
  CertificateOptions certificate;
  std::string error;  // after "the certificate of <host>"; empty: it is accepted
  std::string detail{};
};

TEST_F(TlsCertificatesTest, ChecksTheCertificateItself) {
  const std::vector<Case> cases = {
      {"localhost", {.names = {"DNS:localhost"}}, ""},
      {"localhost",
       {.names = {"DNS:localhost"}, .valid_from = -hours(72), .valid_until = -hours(48)},
       " expired on " + Date(-hours(48)),
       "CERT_HAS_EXPIRED"},
      {"localhost",
       {.names = {"DNS:localhost"}, .valid_from = hours(48), .valid_until = hours(72)},
       " is not valid before " + Date(hours(48)),
       "CERT_NOT_YET_VALID"},
      {"localhost",
       {.names = {"DNS:localhost"}, .rsa_bits = 1024},
       " has a key that is too short to be safe",
       "UNSPECIFIED"},
      {"localhost", {.names = {"DNS:localhost"}, .rsa_bits = 2048}, ""},
      {"localhost",
       {.names = {"DNS:localhost"}, .sha1 = true},
       " is signed with an algorithm that is too weak to be safe",
       "UNSPECIFIED"},
      {"localhost", {.names = {"DNS:localhost"}, .extended_key_usage = "serverAuth"}, ""},
      {"localhost",
       {.names = {"DNS:localhost"}, .extended_key_usage = "clientAuth,emailProtection"},
       " is not meant for a server (extended key usage)",
       "INVALID_PURPOSE"},
  };
  for (const Case& one : cases) {
    const std::string expected =
        one.error.empty() ? "" : "the certificate of " + one.host + one.error;
    EXPECT_EQ(Shake(one.host, ca_.Issue(one.certificate)), expected);
    EXPECT_EQ(detail_, one.detail);
    if (!expected.empty()) {
      EXPECT_EQ(code_, ErrorCode::kTls);
    }
  }
}

TEST_F(TlsCertificatesTest, IsCheckedOnAMachineThatPutsUpWithAnything) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> machine(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  EXPECT_EQ(SSL_CTX_get_security_level(machine.get()), 0);
  EXPECT_EQ(SSL_CTX_get_min_proto_version(machine.get()), TLS1_VERSION);
}

TEST_F(TlsCertificatesTest, ChecksThatItIsForTheHost) {
  const std::string wrong = " is not for that host but for ";
  const std::string as_name = " (written as a name, where it has to be an address)";
  const std::vector<Case> cases = {
      {"localhost", {.names = {"DNS:a.example", "IP:192.0.2.1"}}, wrong + "a.example, 192.0.2.1"},
      {"localhost",
       {.common_name = "localhost"},
       wrong + "no host at all (it has no subject alternative names)"},
      {"a.example.com", {.names = {"DNS:*.example.com"}}, ""},
      {"localhost",
       {.names = {"email:a@localhost"}},
       wrong + "no host at all (none of its subject alternative names is one)"},
      {"localhost", {.names = {"DNS:localhost."}}, wrong + "localhost."},
      {"example.com", {.names = {"DNS:*.example.com"}}, wrong + "*.example.com"},
      {"a.b.example.com",
       {.names = {"DNS:*.example.com"}},
       wrong + "*.example.com (where * is one label)"},
      {"a.b.example.com", {.names = {"DNS:*.*.example.com"}}, wrong + "*.*.example.com"},
      {"a.b.example.com", {.names = {"DNS:a.*.example.com"}}, wrong + "a.*.example.com"},
      {"foo.example.com", {.names = {"DNS:f*.example.com"}}, wrong + "f*.example.com"},
      {"foo.example.com", {.names = {"DNS:*o.example.com"}}, wrong + "*o.example.com"},
      {"example.com",
       {.names = {"DNS:*.com"}},
       wrong + "*.com (where two labels have to follow the *)"},
      {"localhost", {.names = {"DNS:*"}}, wrong + "*"},
      {"192.0.2.1", {.names = {"IP:192.0.2.1"}}, ""},
      {"::1", {.names = {"IP:::1"}}, ""},
      {"192.0.2.1", {.names = {"DNS:192.0.2.1"}}, wrong + "192.0.2.1" + as_name},
      {"192.0.2.1", {.names = {"IP:::ffff:192.0.2.1"}}, wrong + "::ffff:192.0.2.1"},
      {"::1", {.names = {"DNS:::1", "IP:::2"}}, wrong + "::1" + as_name + ", ::2"},
      {"192.0.2.1", {.common_name = "192.0.2.1", .names = {"DNS:a.test"}}, wrong + "a.test"},
      {"192.0.2.1", {.names = {"IP:192.0.2.2", "IP:::1"}}, wrong + "192.0.2.2, ::1"},
      {"1.2.0.192.example", {.names = {"IP:192.0.2.1"}}, wrong + "192.0.2.1"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(Shake(one.host, ca_.Issue(one.certificate)),
              one.error.empty() ? "" : "the certificate of " + one.host + one.error);
  }
}

TEST_F(TlsCertificatesTest, TakesThousandsOfNamesAndShowsAFew) {
  CertificateOptions many;
  for (int i = 0; i < 1000; ++i) many.names.push_back("DNS:h" + std::to_string(i) + ".example");
  const Identity identity = ca_.Issue(many);
  EXPECT_EQ(Shake("h999.example", identity), "");
  while (many.names.size() < 10'000) many.names.push_back(many.names.front());
  EXPECT_EQ(Shake("h999.example", ca_.Issue(many)), "");
  EXPECT_EQ(Shake("localhost", identity),
            "the certificate of localhost is not for that host but for h0.example, h1.example, "
            "h2.example, h3.example, h4.example and 995 more");
}

TEST_F(TlsCertificatesTest, RefusesACertificateThatIsSignedByItself) {
  EXPECT_EQ(Shake("localhost", TestCa::SelfSigned({.names = {"DNS:localhost"}})),
            "the certificate of localhost is signed by itself and by nobody known; "
            "DeliveryOptions::ca_file "
            "trusts it");
}

TEST_F(TlsCertificatesTest, AnAuthorityVouchesOnlyForNamesItMay) {
  const TestCa bound = ca_.Intermediate("Bound", "permitted;DNS:allowed.example");
  const test::TlsPeerOptions with_chain{.chain = {bound.identity().certificate.get()}};
  EXPECT_EQ(
      Shake("a.allowed.example", bound.Issue({.names = {"DNS:a.allowed.example"}}), with_chain),
      "");
  EXPECT_EQ(Shake("localhost", bound.Issue({.names = {"DNS:localhost"}}), with_chain),
            "the certificate of localhost names a host that its authority may not vouch for (name "
            "constraints)");
  const TestCa barred = ca_.Intermediate("Barred", "excluded;DNS:localhost");
  EXPECT_EQ(Shake("localhost", barred.Issue({.names = {"DNS:localhost"}}),
                  {.chain = {barred.identity().certificate.get()}}),
            "the certificate of localhost names a host that its authority may not vouch for (name "
            "constraints)");
}

TEST_F(TlsCertificatesTest, ALeafMayNotIssue) {
  const TestCa leaf(ca_.Issue({.common_name = "Leaf", .names = {"DNS:a.test"}}));
  EXPECT_EQ(Shake("localhost", leaf.Issue({.names = {"DNS:localhost"}}),
                  {.chain = {leaf.identity().certificate.get()}}),
            "the certificate of \"Leaf\", which vouches for that of localhost, is used as an "
            "authority and is not one");
}

TEST_F(TlsCertificatesTest, RefusesACertificateThatWasForged) {
  const TestCa impostor("Test Root");
  EXPECT_EQ(Shake("localhost", impostor.Issue({.names = {"DNS:localhost"}})),
            "the certificate of localhost is not signed by whom it says: it was changed or forged");
}

}  // namespace
}  // namespace sendoff::net
