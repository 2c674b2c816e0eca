// SPDX-License-Identifier: MIT
#include "net/address/ip_address.h"

#include <gtest/gtest.h>

namespace sendoff::net {
namespace {

TEST(IpAddress, ReadsAndWritesBothFamilies) {
  EXPECT_EQ(IpAddress::Parse("192.0.2.1")->ToString(), "192.0.2.1");
  EXPECT_TRUE(IpAddress::Parse("192.0.2.1")->is_v4());
  EXPECT_EQ(IpAddress::Parse("2001:DB8:0:0::1")->ToString(), "2001:db8::1");
  EXPECT_TRUE(IpAddress::Parse("::")->is_v6());
}

TEST(IpAddress, RefusesOtherForms) {
  for (const std::string_view text : {"", "1.2.3", "127.1", "0x7f.0.0.1", "[::1]", "fe80::1%eth0",
                                      "1.2.3.4 ", "::1::", "localhost"}) {
    EXPECT_FALSE(IpAddress::Parse(text)) << text;
  }
  EXPECT_FALSE(IpAddress::Parse(std::string_view("1.2.3.4\0x", 9)));
}

TEST(IpAddress, TellsFamiliesApart) {
  EXPECT_NE(*IpAddress::Parse("0.0.0.0"), *IpAddress::Parse("::"));
  EXPECT_NE(*IpAddress::Parse("127.0.0.1"), *IpAddress::Parse("::ffff:127.0.0.1"));
}

TEST(SocketAddress, SurvivesTheWayThroughSockaddr) {
  for (const char* text : {"192.0.2.1", "2001:db8::1"}) {
    const SocketAddress address{*IpAddress::Parse(text), 443};
    const sockaddr_storage storage = address.ToSockaddr();
    EXPECT_EQ(SocketAddress::From(reinterpret_cast<const sockaddr*>(&storage)), address);
  }
}

TEST(SocketAddress, PutsIpv6InBrackets) {
  EXPECT_EQ((SocketAddress{*IpAddress::Parse("192.0.2.1"), 80}).ToString(), "192.0.2.1:80");
  EXPECT_EQ((SocketAddress{*IpAddress::Parse("::1"), 80}).ToString(), "[::1]:80");
}

TEST(SocketAddress, KnowsNoOtherFamily) {
  sockaddr other{};
  other.sa_family = AF_UNIX;
  EXPECT_FALSE(SocketAddress::From(&other));
}

}  // namespace
}  // namespace sendoff::net
