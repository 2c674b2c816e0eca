// SPDX-License-Identifier: MIT
#include "net/egress/egress_policy.h"

#include <gtest/gtest.h>

#include <set>

#include "net/address/url.h"
#include "tests/support/fake_clock.h"

namespace sendoff::net {
namespace {

std::shared_ptr<const EgressPolicy> Policy(const EgressPolicy::Options& options = {}) {
  auto policy = EgressPolicy::Create(options);
  EXPECT_TRUE(policy.ok()) << (policy.ok() ? "" : policy.error().message);
  return *policy;
}

IpAddress Ip(std::string_view text) { return *IpAddress::Parse(text); }

bool Allows(const EgressPolicy& policy, std::string_view address, uint16_t port = 443) {
  return policy.Check(address, Ip(address), port).ok();
}

std::string WhyNot(const EgressPolicy& policy, std::string_view host, std::string_view address,
                   uint16_t port = 443) {
  const Result<void> verdict = policy.Check(host, Ip(address), port);
  if (verdict.ok()) return "it is allowed";
  EXPECT_EQ(verdict.error().code, ErrorCode::kEgressDenied);
  return verdict.error().message;
}

constexpr const char* kPublic[] = {
    "1.1.1.1",         "8.8.8.8",         "93.184.216.34",   "100.63.255.255",
    "100.128.0.0",     "126.255.255.255", "128.0.0.0",       "169.253.255.255",
    "169.255.0.0",     "172.15.255.255",  "172.32.0.0",      "192.0.1.0",
    "192.167.255.255", "192.169.0.0",     "198.17.255.255",  "198.20.0.0",
    "223.255.255.255", "168.63.129.15",   "2606:4700::1111", "2a00:1450:4001::200e",
    "2001:200::1",     "::ffff:1.1.1.1",  "64:ff9b::1.1.1.1"};

constexpr const char* kLocal[] = {
    "127.0.0.1",        "127.255.255.255",    "0.0.0.0",       "::1", "::",
    "::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "::ffff:0.0.0.0"};

constexpr const char* kPrivate[] = {"10.0.0.0",       "10.255.255.255",  "172.16.0.0",
                                    "172.31.255.255", "192.168.0.1",     "192.168.255.255",
                                    "100.64.0.0",     "100.127.255.255", "fc00::1",
                                    "fdff:ffff::1",   "::ffff:10.1.2.3", "64:ff9b::c0a8:1"};

constexpr const char* kSpecial[] = {"0.0.0.1",          "0.255.255.255",
                                    "169.254.0.1",      "169.254.255.255",
                                    "192.0.0.1",        "192.0.2.1",
                                    "192.88.99.1",      "198.18.0.1",
                                    "198.19.255.255",   "198.51.100.1",
                                    "203.0.113.1",      "224.0.0.1",
                                    "239.255.255.255",  "240.0.0.1",
                                    "255.255.255.255",  "::2",
                                    "::127.0.0.1",      "64:ff9b:1::1",
                                    "100::1",           "100:0:0:1::1",
                                    "2001::1",          "2001:1ff::1",
                                    "2001:db8::1",      "2002:7f00:1::",
                                    "3fff::1",          "5f00::1",
                                    "fe80::1",          "fec0::1",
                                    "ff02::1",          "4000::1",
                                    "1fff::1",          "8000::1",
                                    "::ffff:224.0.0.1", "64:ff9b::169.254.0.1"};

constexpr const char* kMetadata[] = {
    "169.254.169.254", "169.254.170.2", "169.254.170.23",         "169.254.0.23",
    "100.100.100.200", "192.0.0.192",   "168.63.129.16",          "fd00:ec2::254",
    "fd00:ec2::23",    "fd20:ce::254",  "::ffff:169.254.169.254", "64:ff9b::169.254.169.254"};

TEST(EgressPolicy, AllowsOnlyPublicAddressesByDefault) {
  const auto policy = Policy();
  for (const char* address : kPublic) EXPECT_TRUE(Allows(*policy, address)) << address;
  for (const char* address : kLocal) EXPECT_FALSE(Allows(*policy, address)) << address;
  for (const char* address : kPrivate) EXPECT_FALSE(Allows(*policy, address)) << address;
  for (const char* address : kSpecial) EXPECT_FALSE(Allows(*policy, address)) << address;
  for (const char* address : kMetadata) EXPECT_FALSE(Allows(*policy, address)) << address;
}

TEST(EgressPolicy, AllowPrivateOpensThisMachineAndPrivateNetworksAndNothingElse) {
  const auto policy = Policy({.allow_private = true});
  for (const char* address : kLocal) EXPECT_TRUE(Allows(*policy, address)) << address;
  for (const char* address : kPrivate) EXPECT_TRUE(Allows(*policy, address)) << address;
  for (const char* address : kSpecial) EXPECT_FALSE(Allows(*policy, address)) << address;
  for (const char* address : kMetadata) EXPECT_FALSE(Allows(*policy, address)) << address;
}

TEST(EgressPolicy, TheWordsOpenOneGroupEach) {
  const auto local = Policy({.allow_net = {"local"}});
  EXPECT_TRUE(Allows(*local, "127.0.0.1"));
  EXPECT_FALSE(Allows(*local, "10.0.0.1"));
  const auto priv = Policy({.allow_net = {"private", "public"}});
  EXPECT_FALSE(Allows(*priv, "127.0.0.1"));
  EXPECT_TRUE(Allows(*priv, "10.0.0.1"));
  EXPECT_FALSE(Allows(*priv, "169.254.1.1"));
}

TEST(EgressPolicy, RefusesEverySpellingOfLoopback) {
  const auto policy = Policy();
  for (const char* host : {"127.1",
                           "127.0.1",
                           "127.0.0.1.",
                           "0x7f.1",
                           "0X7F.0x0.0X0.0x01",
                           "0x7f000001",
                           "0x7f.0.1",
                           "2130706433",
                           "017700000001",
                           "0177.0.0.1",
                           "00177.00.00.01",
                           "0177.0.0.0x",
                           "0",
                           "0x0",
                           "0.0.0.0",
                           "%31%32%37.0.0.1",
                           "127%2E0%2e0.1",
                           "%30x7f.1",
                           "\uff11\uff12\uff17.0.0.1",
                           "127\u30020\u30020\u30021",
                           "127\uff0e0\uff0e0\uff0e1",
                           "127\uff610\uff610\uff611",
                           "\u2460\u2461\u2466.0.0.1",
                           "%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1",
                           "[::1]",
                           "[0::1]",
                           "[0000:0000:0000:0000:0000:0000:0000:0001]",
                           "[::]",
                           "[::ffff:127.0.0.1]",
                           "[::ffff:7f00:1]",
                           "[::FFFF:7F00:0001]",
                           "[0:0:0:0:0:ffff:7f00:1]",
                           "[::127.0.0.1]",
                           "[64:ff9b::127.0.0.1]",
                           "[64:ff9b::7f00:1]",
                           "user@127.0.0.1",
                           "example.com@127.1"}) {
    for (const char* form : {"http://", "https://", "http:\\\\", "http:", "http:////"}) {
      const Result<Url> url = Url::Parse(form + std::string(host) + "/");
      ASSERT_TRUE(url.ok()) << form << host << ": " << url.error().message;
      ASSERT_TRUE(url->server->ip) << form << host << " became the name " << url->server->host;
      EXPECT_FALSE(policy->Check(url->server->host, *url->server->ip, url->server->port).ok())
          << form << host;
    }
  }
}

TEST(EgressPolicy, TakesWhatIsNoAddressOfLoopbackForNone) {
  // What the URL standard refuses never gets to the policy.
  for (const char* host : {"127.0.0.256", "127.0.0.0.1", "4294967296", "0x1ffffffff", "[::1%25lo]",
                           "[::ffff:127.0.0.1.]", "127.0.0.1%00", "127.0.0.1%2f"}) {
    EXPECT_FALSE(Url::Parse("http://" + std::string(host) + "/").ok()) << host;
  }
}

// A machine with these addresses.
std::shared_ptr<const OwnAddresses> Own(std::vector<std::string> texts) {
  static const SystemClock clock;
  return std::make_shared<OwnAddresses>(clock, [texts = std::move(texts)] {
    std::vector<IpAddress> addresses;
    for (const std::string& text : texts) addresses.push_back(Ip(text));
    return addresses;
  });
}

TEST(EgressPolicy, RefusesThisMachinesOwnPublicAddresses) {
  const auto own = Own({"8.8.8.8", "2606:4700::1111", "127.0.0.1"});
  const auto policy = Policy({.own_addresses = own});
  for (const char* address : {"8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2606:4700::1111"}) {
    EXPECT_FALSE(Allows(*policy, address)) << address;
  }
  EXPECT_TRUE(Allows(*policy, "8.8.4.4"));
  EXPECT_EQ(WhyNot(*policy, "self.example", "8.8.8.8", 8080),
            "self.example (8.8.8.8) is an address of this machine (rule own-interface); "
            "DeliveryOptions::allow_private or DeliveryOptions::allow_net with self.example:8080 "
            "opens it");
  EXPECT_TRUE(Allows(*Policy({.allow_private = true, .own_addresses = own}), "8.8.8.8"));
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"local"}, .own_addresses = own}), "8.8.8.8"));
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"8.8.8.8:443"}, .own_addresses = own}), "8.8.8.8"));
  EXPECT_FALSE(Allows(*Policy({.allow_net = {"public"}, .own_addresses = own}), "8.8.8.8"));
}

TEST(EgressPolicy, TakesThisMachinesOwnPrivateAddressesForThisMachine) {
  const auto own = Own({"10.0.0.5", "169.254.7.7"});
  const auto policy = Policy({.allow_net = {"private"}, .own_addresses = own});
  EXPECT_TRUE(Allows(*policy, "10.0.0.6"));
  EXPECT_FALSE(Allows(*policy, "10.0.0.5")) << "`private` is not `local`";
  const auto open = Policy({.allow_private = true, .own_addresses = own});
  EXPECT_TRUE(Allows(*open, "10.0.0.5"));
  EXPECT_FALSE(Allows(*open, "169.254.7.7")) << "link-local stays link-local";
  const auto denied =
      Policy({.allow_private = true, .deny_net = {"private"}, .own_addresses = own});
  EXPECT_FALSE(Allows(*denied, "10.0.0.5")) << "and a private address is denied with the others";
}

TEST(EgressPolicy, KnowsTheAddressesOfThisMachine) {
  EXPECT_TRUE(OwnAddresses::OfThisMachine()->Contains(Ip("127.0.0.1")));
  EXPECT_FALSE(OwnAddresses::OfThisMachine()->Contains(Ip("192.0.2.1")));
}

TEST(EgressPolicy, NoticesANewAddressOfThisMachineAfterFiveSeconds) {
  test::FakeClock clock;
  std::vector<IpAddress> now = {Ip("8.8.8.8")};
  int reads = 0;
  const OwnAddresses own(clock, [&] {
    ++reads;
    return now;
  });
  EXPECT_TRUE(own.Contains(Ip("8.8.8.8")));
  now = {Ip("8.8.4.4")};
  clock.MoveTo(clock.Now() + std::chrono::seconds(5));
  EXPECT_TRUE(own.Contains(Ip("8.8.8.8")));
  EXPECT_EQ(reads, 1);
  clock.MoveTo(clock.Now() + std::chrono::milliseconds(1));
  EXPECT_TRUE(own.Contains(Ip("8.8.4.4")));
  EXPECT_FALSE(own.Contains(Ip("8.8.8.8")));
  EXPECT_EQ(reads, 2);
}

TEST(OwnAddresses, ThatCannotBeReadAreThoseOfBeforeOrAll) {
  test::FakeClock clock;
  std::optional<std::vector<IpAddress>> now;
  const OwnAddresses own(clock, [&] { return now; });
  EXPECT_TRUE(own.Contains(Ip("8.8.8.8"))) << "nobody knows";
  now = {Ip("8.8.4.4")};
  EXPECT_FALSE(own.Contains(Ip("8.8.8.8"))) << "asked again at once";
  now = std::nullopt;
  clock.MoveTo(clock.Now() + std::chrono::minutes(1));
  EXPECT_FALSE(own.Contains(Ip("8.8.8.8")));
  EXPECT_TRUE(own.Contains(Ip("8.8.4.4")));
}

TEST(EgressPolicy, OnlyReportsWhenToldSo) {
  const auto policy = Policy({.mode = Egress::kReport});
  std::vector<std::string> reports;
  EXPECT_TRUE(policy->Judge("8.8.8.8", Ip("8.8.8.8"), 443, &reports).ok());
  EXPECT_TRUE(reports.empty());
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(policy->Judge("a.example", Ip("10.0.0.1"), 443, &reports).ok());
  }
  ASSERT_EQ(reports.size(), 1u) << "once is enough";
  EXPECT_EQ(reports[0],
            "the egress policy, if enforced, would refuse this: a.example (10.0.0.1) is a private "
            "address (rule private); DeliveryOptions::allow_private or DeliveryOptions::allow_net "
            "with a.example:443 opens it");
  EXPECT_FALSE(Policy()->Judge("a.example", Ip("10.0.0.1"), 443, &reports).ok());
  EXPECT_EQ(reports.size(), 1u);
}

TEST(EgressPolicy, MetadataOpensOnlyByItsVeryAddress) {
  EXPECT_FALSE(Allows(*Policy({.allow_private = true, .allow_net = {"169.254.0.0/16", "private"}}),
                      "169.254.169.254"));
  EXPECT_FALSE(Allows(*Policy({.allow_net = {"0.0.0.0/0"}}), "168.63.129.16"));
  const auto by_host = Policy({.allow_net = {"metadata.example"}});
  EXPECT_FALSE(by_host->Check("metadata.example", Ip("169.254.169.254"), 80).ok());
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"169.254.169.254"}}), "169.254.169.254"));
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"169.254.169.254"}}), "::ffff:169.254.169.254"));
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"[fd00:ec2::254]:80"}}), "fd00:ec2::254", 80));
  EXPECT_FALSE(Allows(*Policy({.allow_net = {"[fd00:ec2::254]:80"}}), "fd00:ec2::254", 443));
}

TEST(EgressPolicy, ARangeOpensSpecialAddresses) {
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"198.18.0.0/15"}}), "198.19.0.1"));
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"fe80::/10"}}), "fe80::1"));
  EXPECT_FALSE(Allows(*Policy({.allow_net = {"fe80::/64"}}), "fe80:0:0:1::1"));
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"10.9.8.7/13"}}), "10.15.255.255"));
  EXPECT_FALSE(Allows(*Policy({.allow_net = {"10.9.8.7/13"}}), "10.16.0.0"));
}

TEST(EgressPolicy, AHostOpensItsPrivateAddressesOnThatPort) {
  const auto policy = Policy({.allow_net = {"hooks.internal:8443"}});
  EXPECT_TRUE(policy->Check("hooks.internal", Ip("10.0.0.5"), 8443).ok());
  EXPECT_TRUE(policy->Check("hooks.internal.", Ip("10.0.0.5"), 8443).ok());
  EXPECT_FALSE(policy->Check("hooks.internal", Ip("10.0.0.5"), 443).ok());
  EXPECT_FALSE(policy->Check("a.hooks.internal", Ip("10.0.0.5"), 8443).ok());
  EXPECT_FALSE(policy->Check("xhooks.internal", Ip("10.0.0.5"), 8443).ok());
  EXPECT_FALSE(policy->Check("hooks.internal", Ip("169.254.1.1"), 8443).ok());
}

TEST(EgressPolicy, AStarStandsForNamesBelowAndNotForTheNameItself) {
  const auto policy = Policy({.allow_net = {"*.Corp.Example"}});
  EXPECT_TRUE(policy->Check("a.corp.example", Ip("10.0.0.5"), 443).ok());
  EXPECT_TRUE(policy->Check("a.b.corp.example", Ip("10.0.0.5"), 443).ok());
  EXPECT_FALSE(policy->Check("corp.example", Ip("10.0.0.5"), 443).ok());
  EXPECT_FALSE(policy->Check("acorp.example", Ip("10.0.0.5"), 443).ok());
  EXPECT_FALSE(policy->Check("longcorp.example", Ip("10.0.0.5"), 443).ok());
}

TEST(EgressPolicy, EntriesAreReadAsUrlsAre) {
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"0x7f.1"}}), "127.0.0.1"));
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"::ffff:127.0.0.1"}}), "127.0.0.1"));
  const auto idn = Policy({.allow_net = {"b\xc3\xbc"
                                         "cher.example"}});
  EXPECT_TRUE(idn->Check("xn--bcher-kva.example", Ip("10.0.0.1"), 443).ok());
}

TEST(EgressPolicy, DenyWins) {
  const auto policy =
      Policy({.allow_private = true,
              .allow_net = {"10.0.0.1"},
              .deny_net = {"10.0.0.0/8", "bad.example", "*.evil.example", "1.1.1.1:80"}});
  EXPECT_FALSE(Allows(*policy, "10.0.0.1"));
  EXPECT_FALSE(Allows(*policy, "::ffff:10.0.0.1"));
  EXPECT_FALSE(policy->Check("bad.example", Ip("8.8.8.8"), 443).ok());
  EXPECT_FALSE(policy->Check("bad.example.", Ip("8.8.8.8"), 443).ok());
  EXPECT_FALSE(policy->Check("a.evil.example", Ip("8.8.8.8"), 443).ok());
  EXPECT_FALSE(Allows(*policy, "1.1.1.1", 80));
  EXPECT_TRUE(Allows(*policy, "1.1.1.1", 443));
  EXPECT_TRUE(Allows(*policy, "192.168.0.1"));
  EXPECT_FALSE(Allows(*Policy({.deny_net = {"public"}}), "8.8.8.8"));
  EXPECT_FALSE(Allows(*Policy({.deny_net = {"64:ff9b::/96"}}), "64:ff9b::8.8.8.8"));
  EXPECT_TRUE(Allows(*Policy({.deny_net = {"64:ff9b::/96"}}), "8.8.8.8"));
}

TEST(EgressPolicy, BadPortsOpenOnlyByBeingNamed) {
  EXPECT_FALSE(Allows(*Policy(), "8.8.8.8", 25));
  EXPECT_FALSE(Allows(*Policy({.allow_net = {"8.8.8.8"}}), "8.8.8.8", 25));
  EXPECT_TRUE(Allows(*Policy({.allow_net = {"8.8.8.8:25"}}), "8.8.8.8", 25));
  EXPECT_FALSE(Allows(*Policy(), "8.8.8.8", 0));
  for (const uint16_t port : {80, 443, 8080, 8443, 3000, 5000, 9200}) {
    EXPECT_TRUE(Allows(*Policy(), "8.8.8.8", port)) << port;
  }
}

TEST(EgressPolicy, ClosesThePortsThatTheFetchStandardDoesAndNoOther) {
  const std::set<uint32_t> closed = {
      0,    1,    7,    9,    11,   13,   15,   17,   19,   20,   21,   22,   23,   25,
      37,   42,   43,   53,   69,   77,   79,   87,   95,   101,  102,  103,  104,  109,
      110,  111,  113,  115,  117,  119,  123,  135,  137,  139,  143,  161,  179,  389,
      427,  465,  512,  513,  514,  515,  526,  530,  531,  532,  540,  548,  554,  556,
      563,  587,  601,  636,  989,  990,  993,  995,  1719, 1720, 1723, 2049, 3659, 4045,
      4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080};
  const auto policy = Policy();
  for (uint32_t port = 0; port <= 65535; ++port) {
    EXPECT_EQ(Allows(*policy, "8.8.8.8", static_cast<uint16_t>(port)), closed.count(port) == 0)
        << port;
  }
}

TEST(EgressPolicy, MessagesNameTheAddressTheRuleAndTheOption) {
  const auto policy = Policy();
  EXPECT_EQ(WhyNot(*policy, "127.0.0.1", "127.0.0.1", 8080),
            "127.0.0.1 is a loopback address (rule loopback); DeliveryOptions::allow_private or "
            "DeliveryOptions::allow_net with "
            "127.0.0.1:8080 opens it");
  EXPECT_EQ(WhyNot(*policy, "localhost", "::1", 8080),
            "localhost (::1) is a loopback address (rule loopback); DeliveryOptions::allow_private "
            "or DeliveryOptions::allow_net with "
            "localhost:8080 "
            "opens it");
  EXPECT_EQ(WhyNot(*policy, "::1", "::1", 8080),
            "::1 is a loopback address (rule loopback); DeliveryOptions::allow_private or "
            "DeliveryOptions::allow_net with [::1]:8080 "
            "opens it");
  EXPECT_EQ(WhyNot(*policy, "::ffff:a00:1", "::ffff:10.0.0.1"),
            "::ffff:10.0.0.1 (10.0.0.1) is a private address (rule private); "
            "DeliveryOptions::allow_private or "
            "DeliveryOptions::allow_net with "
            "10.0.0.1:443 opens it");
  EXPECT_EQ(WhyNot(*policy, "meta.example", "169.254.169.254", 80),
            "meta.example (169.254.169.254) is a cloud metadata address (rule metadata); only "
            "DeliveryOptions::allow_net with "
            "169.254.169.254:80 opens it");
  EXPECT_EQ(WhyNot(*policy, "192.0.2.1", "192.0.2.1"),
            "192.0.2.1 is a documentation address (rule documentation); DeliveryOptions::allow_net "
            "with 192.0.2.1:443 "
            "opens it");
  EXPECT_EQ(WhyNot(*policy, "mail.example", "8.8.8.8", 25),
            "port 25 is for smtp and closed to HTTP (rule port); DeliveryOptions::allow_net with "
            "mail.example:25 opens it");
  EXPECT_EQ(WhyNot(*Policy({.deny_net = {"8.8.0.0/16"}}), "dns.example", "8.8.8.8"),
            "dns.example (8.8.8.8) is closed by DeliveryOptions::deny_net with 8.8.0.0/16 (rule "
            "deny-net)");
}

TEST(EgressPolicy, WhatAMessageAdvisesWorks) {
  std::vector<const char*> closed;
  for (const auto* address : kLocal) closed.push_back(address);
  for (const auto* address : kPrivate) closed.push_back(address);
  for (const auto* address : kSpecial) closed.push_back(address);
  for (const auto* address : kMetadata) closed.push_back(address);
  for (const char* address : closed) {
    const std::string message = WhyNot(*Policy(), address, address, 8080);
    constexpr std::string_view kOption = "DeliveryOptions::allow_net with ";
    const size_t start = message.rfind(kOption) + kOption.size();
    const std::string entry = message.substr(start, message.find(' ', start) - start);
    EXPECT_TRUE(Allows(*Policy({.allow_net = {entry}}), address, 8080)) << message;
  }
}

TEST(EgressPolicy, RefusesEntriesItCannotRead) {
  for (const char* entry : {"",
                            " ",
                            "a b",
                            "http://example.com",
                            "example.com/",
                            "example.com:0",
                            "example.com:65536",
                            "example.com:http",
                            "10.0.0.0/33",
                            "10.0.0.0/8:80",
                            "::1/129",
                            "*",
                            "*.",
                            "*.10.0.0.1",
                            "a.*.example",
                            "user@example.com",
                            "a,b",
                            "[::1",
                            "a:80:443",
                            "10.0.0.0/x",
                            "1.2.3.4.5"}) {
    const auto policy = EgressPolicy::Create({.allow_net = {entry}});
    ASSERT_FALSE(policy.ok()) << entry;
    EXPECT_EQ(policy.error().code, ErrorCode::kUsage);
    EXPECT_TRUE(policy.error().message.starts_with("DeliveryOptions::allow_net: cannot read \"" +
                                                   std::string(entry)))
        << policy.error().message;
  }
  const auto deny = EgressPolicy::Create({.deny_net = {"a b"}});
  ASSERT_FALSE(deny.ok());
  EXPECT_TRUE(deny.error().message.starts_with("DeliveryOptions::deny_net: "));
}

}  // namespace
}  // namespace sendoff::net
