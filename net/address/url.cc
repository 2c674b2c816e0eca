// SPDX-License-Identifier: MIT
#include "net/address/url.h"

#include <ada.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace sendoff::net {
namespace {

bool IsAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A percent sign that no two hexadecimal digits follow stands for itself.
std::string PercentDecode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
        HexValue(text[i + 2]) >= 0) {
      decoded += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

// "https:" with its colon, or nothing where `text` does not begin with a scheme.
std::string_view FindScheme(std::string_view text) {
  if (text.empty() || !IsAlpha(text.front())) return {};
  const auto end = std::find_if(text.begin(), text.end(), [](char c) {
    return !IsAlpha(c) && !IsDigit(c) && c != '+' && c != '-' && c != '.';
  });
  if (end == text.end() || *end != ':') return {};
  return text.substr(0, static_cast<size_t>(end - text.begin()) + 1);
}

// Host and port as they stand in `text`, which begins after the scheme. Credentials are left out:
// they must not get into a message.
std::string_view FindHostAndPort(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("/\\"), text.size()));
  text = text.substr(0, text.find_first_of("/\\?#"));
  const size_t at = text.rfind('@');
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

bool IsPort(std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), IsDigit)) return false;
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
  return text.size() < 5 || (text.size() == 5 && text <= "65535");
}

std::string WhyAuthorityIsWrong(std::string_view after_scheme) {
  const std::string_view authority = FindHostAndPort(after_scheme);
  // An IPv6 address has colons of its own, and may lack its closing bracket.
  const bool bracket = authority.starts_with('[');
  const size_t colon =
      authority.find(':', bracket ? std::min(authority.find(']'), authority.size()) : 0);
  const bool has_port = colon != std::string_view::npos;
  const std::string_view host = has_port ? authority.substr(0, colon) : authority;
  if (host.empty()) return "it has no host";
  if (has_port && !IsPort(authority.substr(colon + 1))) {
    return "its port " + std::string(authority.substr(colon + 1)) +
           " is not a number from 0 to 65535";
  }
  return "its host " + std::string(host) + " is not a valid host name or address";
}

// The parser says only that it failed; this finds out why, for the author of the step.
std::string WhyUnparsable(std::string_view text) {
  // The standard ignores these at both ends.
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  if (text.empty()) return "it is empty";
  const std::string_view scheme = FindScheme(text);
  if (scheme.empty()) return "it has no scheme: it must begin with https:// or http://";
  return WhyAuthorityIsWrong(text.substr(scheme.size()));
}

constexpr size_t kLongHost = 4096;  // bytes; a name has 253 at most
constexpr const char* kExcessiveHost = "its host is longer than any name can be";
constexpr size_t kLongScheme = 40;  // more is not worth the room in a message

bool IsSpecial(std::string_view scheme) {
  std::string lower(scheme);
  for (char& c : lower) c |= 0x20;  // leaves the colon as it is
  constexpr std::array<std::string_view, 6> kSpecial = {
      "http:", "https:", "ws:", "wss:", "ftp:", "file:"};
  return std::find(kSpecial.begin(), kSpecial.end(), lower) != kSpecial.end();
}

bool IsSlash(char c) { return c == '/' || c == '\\'; }

// Whether it takes more than copying: international names, in whichever spelling.
bool NeedsIdna(std::string_view host) {
  for (size_t i = 0; i < host.size(); ++i) {
    if (static_cast<unsigned char>(host[i]) > 0x7F || host[i] == '%') return true;
    if ((host[i] | 0x20) == 'x' && i + 3 < host.size() && host[i + 2] == '-') return true;
  }
  return false;
}

Error Invalid(std::string why) { return {ErrorCode::kSendInvalidArg, std::move(why)}; }

std::string PercentEncodeBeyondAscii(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

Result<Url> FromParsed(const ada::url_aggregator& parsed) {
  const std::string_view scheme = parsed.get_protocol();
  if (scheme != "http:" && scheme != "https:") {
    const bool is_long = scheme.size() > kLongScheme;
    return Invalid("the scheme " + std::string(scheme.substr(0, kLongScheme)) +
                   (is_long ? "... is not http: or https:" : " is not http: or https:"));
  }
  Origin server;
  server.https = scheme == "https:";
  std::string_view host = parsed.get_hostname();
  // A host that ends in a number is an address, and no other is (URL standard, "ends in a number").
  // The parser's own host_type is not that of a base's host.
  const bool is_v6 = host.starts_with('[');
  if (is_v6) host = host.substr(1, host.size() - 2);
  server.host = host;
  if (is_v6 || (!host.empty() && IsDigit(host.back()))) server.ip = IpAddress::Parse(host);
  server.port = server.https ? 443 : 80;
  uint32_t port = 0;
  for (const char digit : parsed.get_port()) port = port * 10 + static_cast<uint32_t>(digit - '0');
  if (!parsed.get_port().empty()) server.port = static_cast<uint16_t>(port);
  Url url;
  url.server = std::move(server);
  url.target.append(parsed.get_pathname()).append(parsed.get_search());
  return url;
}

}  // namespace

bool HasExcessiveHost(std::string_view text) {
  if (text.size() <= kLongHost) return false;
  std::string cleaned;  // the parser drops these wherever they stand
  std::copy_if(text.begin(), text.end(), std::back_inserter(cleaned),
               [](char c) { return c != '\t' && c != '\n' && c != '\r'; });
  std::string_view rest = cleaned;
  while (!rest.empty() && static_cast<unsigned char>(rest.front()) <= ' ') rest.remove_prefix(1);
  const std::string_view scheme = FindScheme(rest);
  rest.remove_prefix(scheme.size());
  const bool has_slashes = rest.size() > 1 && IsSlash(rest[0]) && IsSlash(rest[1]);
  if (!has_slashes && !IsSpecial(scheme)) return false;
  const std::string_view host = FindHostAndPort(rest);
  return host.size() > kLongHost && NeedsIdna(host);
}

Result<Url> Url::Parse(std::string_view text, std::string* userinfo) {
  if (HasExcessiveHost(text)) return Invalid(kExcessiveHost);
  const auto parsed = ada::parse<ada::url_aggregator>(text);
  if (!parsed) return Invalid(WhyUnparsable(text));
  if (userinfo != nullptr && parsed->has_credentials()) {
    *userinfo = PercentDecode(parsed->get_username()) + ":" + PercentDecode(parsed->get_password());
  }
  return FromParsed(*parsed);
}

Result<Url> Url::Resolve(std::string_view reference) const {
  const std::string encoded = PercentEncodeBeyondAscii(reference);
  // A server that stalls us stalls everybody.
  if (HasExcessiveHost(encoded)) return Invalid(kExcessiveHost);
  const auto base = ada::parse<ada::url_aggregator>(ToString());
  if (!base) return Invalid("there is no base for it");
  const auto parsed = ada::parse<ada::url_aggregator>(encoded, &*base);
  if (!parsed) return Invalid("it is not a valid URL");
  return FromParsed(*parsed);
}

std::string Url::ToString() const {
  std::string text = server->ToString();
  text.append(target);
  return text;
}

}  // namespace sendoff::net
