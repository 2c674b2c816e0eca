// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "net/address/ip_address.h"

namespace sendoff::net {

// What an address is good for, as far as the egress policy is concerned.
enum class AddressGroup {
  kPublic,    // anybody's server: open
  kLocal,     // this machine; --allow-private or the word `local` opens it
  kPrivate,   // a network behind a router; --allow-private or the word `private` opens it
  kSpecial,   // no place where HTTP is served; only an address or CIDR that covers it opens it
  kMetadata,  // hands out a cloud machine's credentials; only the very address opens it
};

struct AddressClass {
  AddressGroup group;
  std::string_view rule;   // "loopback": its name in docs/egress.md
  std::string_view words;  // "a loopback address"
};

// The class of `address`, after `Unwrap`. The tables and where they come from: docs/egress.md.
AddressClass Classify(const IpAddress& address);

// The IPv4 address that an IPv4-mapped (::ffff:0:0/96) or NAT64 (64:ff9b::/96) address stands for;
// any other address as it is. The kernel or a gateway sends such packets to the IPv4 address, so
// that is what counts.
IpAddress Unwrap(const IpAddress& address);

// A range of addresses, "10.0.0.0/8".
struct AddressRange {
  IpAddress network;
  unsigned prefix = 0;  // leading bits that count

  // From "ADDRESS/BITS", or from "ADDRESS" alone, which is a range of one. Bits after the prefix
  // are ignored.
  static std::optional<AddressRange> Parse(std::string_view text);

  bool Contains(const IpAddress& address) const;
  bool is_single() const { return prefix == network.bytes().size() * 8; }
};

}  // namespace sendoff::net
