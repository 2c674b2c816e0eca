// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sendoff::net {

// An IPv4 or IPv6 address as bytes in network order. An IPv4-mapped IPv6 address stays IPv6; the
// egress policy unwraps it.
class IpAddress {
 public:
  // 0.0.0.0
  IpAddress() = default;

  static constexpr IpAddress V4(const std::array<uint8_t, 4>& bytes) {
    IpAddress address;
    std::copy(bytes.begin(), bytes.end(), address.bytes_.begin());
    return address;
  }
  static constexpr IpAddress V6(const std::array<uint8_t, 16>& bytes) {
    IpAddress address;
    address.bytes_ = bytes;
    address.is_v4_ = false;
    return address;
  }

  // From the text forms that inet_pton takes; brackets and zone ids are refused.
  static std::optional<IpAddress> Parse(std::string_view text);

  bool is_v4() const { return is_v4_; }
  bool is_v6() const { return !is_v4_; }

  // 4 or 16 bytes.
  std::string_view bytes() const;

  // "192.0.2.1", "2001:db8::1"
  std::string ToString() const;

  bool operator==(const IpAddress&) const = default;

 private:
  std::array<uint8_t, 16> bytes_{};  // an IPv4 address uses the first four
  bool is_v4_ = true;
};

// Where a connection goes to or comes from.
struct SocketAddress {
  IpAddress ip;
  uint16_t port = 0;

  static std::optional<SocketAddress> From(const sockaddr* address);
  sockaddr_storage ToSockaddr() const;

  // "192.0.2.1:443", "[2001:db8::1]:443"
  std::string ToString() const;

  bool operator==(const SocketAddress&) const = default;
};

}  // namespace sendoff::net
