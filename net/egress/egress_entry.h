// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/address/address_class.h"
#include "net/address/ip_address.h"

namespace sendoff::net {

// One entry of --allow-net or --deny-net: whom it is about. An immutable value.
class EgressEntry {
 public:
  // The error (kUsage) quotes the entry and lists the forms there are.
  static Result<EgressEntry> Parse(std::string_view text);

  // Whether it is about `host` (as EgressPolicy::Check has it) on `port`, by name.
  bool MatchesHost(std::string_view host, uint16_t port) const;

  // Whether it is about `address` on `port`, by address or CIDR.
  bool MatchesAddress(const IpAddress& address, uint16_t port) const;

  // Whether it is the word for `group`.
  bool MatchesGroup(AddressGroup group) const { return group_ == group; }

  // Whether it names one address and not a range of them.
  bool is_single_address() const { return range_ && range_->is_single(); }

  // Whether it names a port. One that does not is about all of them.
  bool has_port() const { return port_.has_value(); }

  // As it was written.
  const std::string& text() const { return text_; }

 private:
  explicit EgressEntry(std::string_view text) : text_(text) {}
  bool ParseRange(std::string_view text);
  bool ParseHostAndPort(std::string_view text);

  std::string text_;
  // Exactly one of these is set.
  std::optional<AddressGroup> group_;
  std::optional<AddressRange> range_;
  std::string host_;  // lower case, punycode, without a final dot

  bool below_host_ = false;  // "*.host": names below it, and not itself
  std::optional<uint16_t> port_;
};

}  // namespace sendoff::net
