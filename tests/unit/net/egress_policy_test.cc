// SPDX-License-Identifier: MIT
#include "net/egress_policy.h"

#include <gtest/gtest.h>

#include "net/url.h"

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
  for (const char* text :
       {"http://127.1/", "http://0x7f.1/", "http://2130706433/", "http://0177.0.0.1/", "http://0/",
        "http://[::1]/", "http://[0:0:0:0:0:ffff:7f00:1]/", "http://[::ffff:127.0.0.1]/",
        "http://%31%32%37.0.0.1/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
        "http://127.0.0.1./"}) {
    const Result<Url> url = Url::Parse(text);
    ASSERT_TRUE(url.ok() && url->ip) << text;
    EXPECT_FALSE(policy->Check(url->host, *url->ip, url->port).ok()) << text;
  }
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
  for (const uint16_t port : {1, 22, 53, 110, 6000, 6667, 10080}) {
    EXPECT_FALSE(Allows(*Policy(), "8.8.8.8", port)) << port;
  }
}

TEST(EgressPolicy, MessagesNameTheAddressTheRuleAndTheFlag) {
  const auto policy = Policy();
  EXPECT_EQ(
      WhyNot(*policy, "127.0.0.1", "127.0.0.1", 8080),
      "127.0.0.1 is a loopback address; --allow-private or --allow-net 127.0.0.1:8080 opens it");
  EXPECT_EQ(WhyNot(*policy, "localhost", "::1", 8080),
            "localhost (::1) is a loopback address; --allow-private or --allow-net localhost:8080 "
            "opens it");
  EXPECT_EQ(WhyNot(*policy, "::1", "::1", 8080),
            "::1 is a loopback address; --allow-private or --allow-net [::1]:8080 opens it");
  EXPECT_EQ(WhyNot(*policy, "::ffff:a00:1", "::ffff:10.0.0.1"),
            "::ffff:10.0.0.1 (10.0.0.1) is a private address; --allow-private or --allow-net "
            "10.0.0.1:443 opens it");
  EXPECT_EQ(WhyNot(*policy, "meta.example", "169.254.169.254", 80),
            "meta.example (169.254.169.254) is a cloud metadata address; only --allow-net "
            "169.254.169.254:80 opens it");
  EXPECT_EQ(WhyNot(*policy, "192.0.2.1", "192.0.2.1"),
            "192.0.2.1 is a documentation address; --allow-net 192.0.2.1:443 opens it");
  EXPECT_EQ(WhyNot(*policy, "mail.example", "8.8.8.8", 25),
            "port 25 is for smtp and closed to HTTP; --allow-net mail.example:25 opens it");
  EXPECT_EQ(WhyNot(*Policy({.deny_net = {"8.8.0.0/16"}}), "dns.example", "8.8.8.8"),
            "dns.example (8.8.8.8) is closed by --deny-net 8.8.0.0/16");
}

TEST(EgressPolicy, WhatAMessageAdvisesWorks) {
  std::vector<const char*> closed;
  for (const auto* address : kLocal) closed.push_back(address);
  for (const auto* address : kPrivate) closed.push_back(address);
  for (const auto* address : kSpecial) closed.push_back(address);
  for (const auto* address : kMetadata) closed.push_back(address);
  for (const char* address : closed) {
    const std::string message = WhyNot(*Policy(), address, address, 8080);
    const size_t flag = message.rfind("--allow-net ") + 12;
    const std::string entry = message.substr(flag, message.find(' ', flag) - flag);
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
    EXPECT_TRUE(
        policy.error().message.starts_with("--allow-net: cannot read \"" + std::string(entry)))
        << policy.error().message;
  }
  const auto deny = EgressPolicy::Create({.deny_net = {"a b"}});
  ASSERT_FALSE(deny.ok());
  EXPECT_TRUE(deny.error().message.starts_with("--deny-net: "));
}

}  // namespace
}  // namespace sendoff::net
