// SPDX-License-Identifier: MIT
#include "net/address/ip_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>
#include <iterator>

#include "base/check.h"

namespace sendoff::net {

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
  // A zero byte would end the text early for inet_pton.
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string terminated(text);
  std::array<uint8_t, 4> v4;
  if (inet_pton(AF_INET, terminated.c_str(), v4.data()) == 1) return V4(v4);
  std::array<uint8_t, 16> v6;
  if (inet_pton(AF_INET6, terminated.c_str(), v6.data()) == 1) return V6(v6);
  return std::nullopt;
}

std::string_view IpAddress::bytes() const {
  return {reinterpret_cast<const char*>(bytes_.data()), is_v4_ ? 4u : 16u};
}

std::string IpAddress::ToString() const {
  char text[INET6_ADDRSTRLEN];
  if (is_v4_) {
    // Of each request's record; inet_ntop takes ten times as long, by way of sprintf.
    char* end = text;
    for (size_t i = 0; i < 4; ++i) {
      if (i > 0) *end++ = '.';
      end = std::to_chars(end, std::end(text), bytes_[i]).ptr;
    }
    return {text, end};
  }
  SENDOFF_CHECK(inet_ntop(AF_INET6, bytes_.data(), text, sizeof text) != nullptr);
  return text;
}

std::optional<SocketAddress> SocketAddress::From(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, address, sizeof v4);
    std::array<uint8_t, 4> bytes;
    std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
    return SocketAddress{IpAddress::V4(bytes), ntohs(v4.sin_port)};
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, address, sizeof v6);
    std::array<uint8_t, 16> bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return SocketAddress{IpAddress::V6(bytes), ntohs(v6.sin6_port)};
  }
  return std::nullopt;
}

sockaddr_storage SocketAddress::ToSockaddr() const {
  sockaddr_storage storage{};
  if (ip.is_v4()) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&v4.sin_addr, ip.bytes().data(), ip.bytes().size());
    std::memcpy(&storage, &v4, sizeof v4);
  } else {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&v6.sin6_addr, ip.bytes().data(), ip.bytes().size());
    std::memcpy(&storage, &v6, sizeof v6);
  }
  return storage;
}

std::string SocketAddress::ToString() const {
  std::string text = ip.is_v4() ? ip.ToString() : "[" + ip.ToString() + "]";
  text.append(":").append(std::to_string(port));
  return text;
}

}  // namespace sendoff::net
