// SPDX-License-Identifier: MIT
#include "net/egress/egress_entry.h"

#include <charconv>

#include "net/address/url.h"

namespace sendoff::net {
namespace {

std::optional<uint16_t> ParsePort(std::string_view text) {
  uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

std::string_view WithoutFinalDot(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

// An IPv4-mapped address means the IPv4 one, here as everywhere.
AddressRange Unwrapped(const AddressRange& range) {
  if (!range.is_single()) return range;
  const IpAddress address = Unwrap(range.network);
  return {address, static_cast<unsigned>(address.bytes().size() * 8)};
}

}  // namespace

Result<EgressEntry> EgressEntry::Parse(std::string_view text) {
  EgressEntry entry(text);
  if (text == "public") entry.group_ = AddressGroup::kPublic;
  if (text == "private") entry.group_ = AddressGroup::kPrivate;
  if (text == "local") entry.group_ = AddressGroup::kLocal;
  if (entry.group_ || entry.ParseRange(text) || entry.ParseHostAndPort(text)) return entry;
  return Error{ErrorCode::kUsage,
               "cannot read \"" + std::string(text) +
                   "\": an entry is HOST, HOST:PORT, *.HOST, ADDRESS, ADDRESS:PORT, [IPV6]:PORT, a "
                   "range like 10.1.0.0/16, or one of the words public, private and local"};
}

// An address alone or a range. Never with a port: "::1:80" is an address.
bool EgressEntry::ParseRange(std::string_view text) {
  const auto range = AddressRange::Parse(text);
  if (!range) return false;
  range_ = Unwrapped(*range);
  return true;
}

bool EgressEntry::ParseHostAndPort(std::string_view text) {
  if (text.starts_with("*.")) {
    below_host_ = true;
    text.remove_prefix(2);
  }
  const size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && !text.ends_with(']')) {
    port_ = ParsePort(text.substr(colon + 1));
    if (!port_) return false;
    text = text.substr(0, colon);
  }
  // What else would be part of a URL is no part of a host.
  if (text.empty() || text.find_first_of("/\\?#@*, ") != std::string_view::npos) return false;
  if (text.find(':') != std::string_view::npos && !text.starts_with('[')) return false;
  const Result<Url> url = Url::Parse("http://" + std::string(text) + "/");
  if (!url.ok() || url->server->port != 80) return false;
  if (url->server->ip) {
    if (below_host_) return false;
    const auto bits = static_cast<unsigned>(url->server->ip->bytes().size() * 8);
    range_ = Unwrapped({*url->server->ip, bits});
  } else {
    host_ = WithoutFinalDot(url->server->host);
  }
  return true;
}

bool EgressEntry::MatchesHost(std::string_view host, uint16_t port) const {
  if (host_.empty() || (port_ && *port_ != port)) return false;
  host = WithoutFinalDot(host);
  if (!below_host_) return host == host_;
  return host.size() > host_.size() + 1 && host.ends_with(host_) &&
         host[host.size() - host_.size() - 1] == '.';
}

bool EgressEntry::MatchesAddress(const IpAddress& address, uint16_t port) const {
  return range_ && (!port_ || *port_ == port) && range_->Contains(address);
}

}  // namespace sendoff::net
