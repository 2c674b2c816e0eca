// SPDX-License-Identifier: MIT
#include "net/address/url.h"

#include <gtest/gtest.h>

namespace sendoff::net {
namespace {

Url Parsed(std::string_view text) {
  Result<Url> url = Url::Parse(text);
  EXPECT_TRUE(url.ok()) << text << ": " << (url.ok() ? "" : url.error().message);
  return url.ok() ? std::move(*url) : Url();
}

std::string Why(std::string_view text) {
  const Result<Url> url = Url::Parse(text);
  if (url.ok()) return "it is fine: " + url->ToString();
  EXPECT_EQ(url.error().code, ErrorCode::kSendInvalidArg);
  return url.error().message;
}

TEST(Url, TakesAUrlApart) {
  const Url url = Parsed("https://example.com:8443/a/b?c=d&e#f");
  EXPECT_TRUE(url.server->https);
  EXPECT_EQ(url.server->host, "example.com");
  EXPECT_FALSE(url.server->ip);
  EXPECT_EQ(url.server->port, 8443);
  EXPECT_EQ(url.target, "/a/b?c=d&e");
  EXPECT_EQ(url.server->ToString(), "https://example.com:8443");
  EXPECT_EQ(url.server->HostAndPort(), "example.com:8443");
  EXPECT_EQ(url.ToString(), "https://example.com:8443/a/b?c=d&e");
}

TEST(Url, FillsInTheDefaultPortAndThePath) {
  EXPECT_EQ(Parsed("http://example.com").server->port, 80);
  EXPECT_EQ(Parsed("https://example.com").server->port, 443);
  EXPECT_EQ(Parsed("http://example.com:").server->port, 80);
  EXPECT_EQ(Parsed("http://example.com").target, "/");
  EXPECT_EQ(Parsed("http://example.com?a").target, "/?a");
  EXPECT_EQ(Parsed("https://example.com:443/").server->ToString(), "https://example.com");
}

TEST(Url, LowersAndEncodesTheHost) {
  EXPECT_EQ(Parsed("HTTP://EXAMPLE.com/").server->host, "example.com");
  EXPECT_EQ(Parsed("http://b\xc3\xbc"
                   "cher.example/")
                .server->host,
            "xn--bcher-kva.example");
  EXPECT_EQ(Parsed("http://ex%61mple.com/").server->host, "example.com");
}

TEST(Url, EncodesWhatCannotStandInARequestLine) {
  EXPECT_EQ(Parsed("http://example.com/a b\r\nc?d e").target, "/a%20bc?d%20e");
  EXPECT_EQ(Parsed("http://example.com/\xc3\xa4").target, "/%C3%A4");
}

TEST(Url, ReadsIpv4AddressesInEverySpellingOfTheStandard) {
  for (const char* text :
       {"http://127.0.0.1/", "http://127.1/", "http://0x7f.1/", "http://2130706433/",
        "http://017700000001/", "http://127.0.0.1./", "http://%31%32%37.0.0.1/",
        "http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1/"}) {
    const Url url = Parsed(text);
    EXPECT_EQ(url.server->host, "127.0.0.1") << text;
    EXPECT_EQ(url.server->ip, IpAddress::Parse("127.0.0.1")) << text;
  }
}

TEST(Url, TakesTheBracketsOffIpv6Addresses) {
  const Url url = Parsed("http://[::FFFF:127.0.0.1]:8080/");
  EXPECT_EQ(url.server->host, "::ffff:7f00:1");
  EXPECT_EQ(url.server->ip, IpAddress::Parse("::ffff:127.0.0.1"));
  EXPECT_EQ(url.server->HostAndPort(), "[::ffff:7f00:1]:8080");
}

std::string UserinfoOf(std::string_view text) {
  std::string userinfo;
  EXPECT_TRUE(Url::Parse(text, &userinfo).ok()) << text;
  return userinfo;
}

TEST(Url, TakesCredentialsOutAndDecodesThem) {
  EXPECT_EQ(Parsed("http://us%65r:p%40ss%2@example.com/").ToString(), "http://example.com/");
  EXPECT_EQ(UserinfoOf("http://us%65r:p%40ss%2@example.com/"), "user:p@ss%2");
  EXPECT_EQ(UserinfoOf("http://:secret@example.com/"), ":secret");
  EXPECT_EQ(UserinfoOf("http://user@example.com/"), "user:");
  EXPECT_EQ(UserinfoOf("http://@example.com/"), "");
  EXPECT_EQ(UserinfoOf("http://example.com/"), "");
}

TEST(Url, SaysWhatIsWrongInWords) {
  EXPECT_EQ(Why(""), "it is empty");
  EXPECT_EQ(Why("  "), "it is empty");
  EXPECT_EQ(Why("/path"), "it has no scheme: it must begin with https:// or http://");
  EXPECT_EQ(Why("//example.com/"), "it has no scheme: it must begin with https:// or http://");
  EXPECT_EQ(Why("example.com"), "it has no scheme: it must begin with https:// or http://");
  EXPECT_EQ(Why("ftp://example.com/"), "the scheme ftp: is not http: or https:");
  EXPECT_EQ(Why("javascript:alert(1)"), "the scheme javascript: is not http: or https:");
  EXPECT_EQ(Why("localhost:8080/"), "the scheme localhost: is not http: or https:");
  EXPECT_EQ(Why("http://"), "it has no host");
  EXPECT_EQ(Why("http://:80/"), "it has no host");
  EXPECT_EQ(Why("http://user:secret@/"), "it has no host");
  EXPECT_EQ(Why("http://example.com:99999/"), "its port 99999 is not a number from 0 to 65535");
  EXPECT_EQ(Why("http://example.com:http/"), "its port http is not a number from 0 to 65535");
  EXPECT_EQ(Why("http://exa mple.com/"),
            "its host exa mple.com is not a valid host name or address");
  EXPECT_EQ(Why("http://1.2.3.4.5/"), "its host 1.2.3.4.5 is not a valid host name or address");
  EXPECT_EQ(Why("http://256.0.0.1/"), "its host 256.0.0.1 is not a valid host name or address");
  EXPECT_EQ(Why("http://[::1/"), "its host [::1 is not a valid host name or address");
}

TEST(Url, NeverRepeatsCredentialsInAnError) {
  EXPECT_EQ(Why("http://user:secret@exa mple/").find("secret"), std::string::npos);
  EXPECT_EQ(Why("http://user:secret@example:x/").find("secret"), std::string::npos);
}

TEST(Url, AHostThatTheParserWouldTakeLongForIsExcessive) {
  std::string accents = "a";
  for (int i = 0; i < 4000; ++i) accents += "\u0301";
  const std::string punycode = "xn--" + std::string(5000, 'a');
  for (const std::string& host : {accents, punycode, std::string(4097, '%')}) {
    for (const char* start : {"http://", "HTTPS:", " \n ht\ttp:/\\/", "//", "x://u:p@"}) {
      EXPECT_TRUE(HasExcessiveHost(start + host)) << start;
      EXPECT_FALSE(HasExcessiveHost("http://a/" + (start + host))) << start;
    }
    EXPECT_EQ(Why("http://" + host + "/"), "its host is longer than any name can be");
    const auto base = Url::Parse("http://a/");
    for (const char* start : {"http://", "https:", "//", "\\\\", " \t//u:p@"}) {
      EXPECT_EQ(base->Resolve(start + host).error().message,
                "its host is longer than any name can be")
          << start;
    }
    EXPECT_TRUE(base->Resolve("/b/" + host).ok());
    EXPECT_FALSE(HasExcessiveHost("data:" + host));
    EXPECT_FALSE(HasExcessiveHost(host));
  }
  EXPECT_FALSE(HasExcessiveHost("http://" + std::string(5000, 'a')));
}

TEST(Url, KnowsAnAddressHoweverItCameBy) {
  const auto base = Url::Parse("http://93.184.216.1/a");
  ASSERT_TRUE(base.ok());
  EXPECT_EQ(base->server->ip, IpAddress::Parse("93.184.216.1"));
  EXPECT_EQ(base->Resolve("/b")->server->ip, base->server->ip);
  EXPECT_EQ(base->Resolve("//[::1]/")->server->ip, IpAddress::Parse("::1"));
  EXPECT_EQ(Url::Parse("http://0x7f.1/")->server->ip, IpAddress::Parse("127.0.0.1"));
  EXPECT_FALSE(Url::Parse("http://host1/")->server->ip);
  EXPECT_FALSE(base->Resolve("//a.example/")->server->ip);
}

}  // namespace
}  // namespace sendoff::net
