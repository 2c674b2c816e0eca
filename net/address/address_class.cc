// SPDX-License-Identifier: MIT
#include "net/address/address_class.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/check.h"

namespace sendoff::net {
namespace {

constexpr std::string_view kMetadataWords = "a cloud metadata address";

struct Row {
  AddressRange range;
  AddressClass address_class;
};

constexpr Row V4(std::array<uint8_t, 4> bytes, unsigned prefix, AddressGroup group,
                 std::string_view rule, std::string_view words) {
  return {{IpAddress::V4(bytes), prefix}, {group, rule, words}};
}

constexpr Row V6(std::array<uint16_t, 8> groups, unsigned prefix, AddressGroup group,
                 std::string_view rule, std::string_view words) {
  std::array<uint8_t, 16> bytes{};
  for (size_t i = 0; i < groups.size(); ++i) {
    bytes[2 * i] = static_cast<uint8_t>(groups[i] >> 8);
    bytes[2 * i + 1] = static_cast<uint8_t>(groups[i] & 0xff);
  }
  return {{IpAddress::V6(bytes), prefix}, {group, rule, words}};
}

using enum AddressGroup;

// The first row that contains the address counts, so narrow ones stand before wide ones.
constexpr auto kV4Rows = std::to_array<Row>({
    V4({169, 254, 169, 254}, 32, kMetadata, "metadata", kMetadataWords),
    V4({169, 254, 170, 2}, 32, kMetadata, "metadata", kMetadataWords),
    V4({169, 254, 170, 23}, 32, kMetadata, "metadata", kMetadataWords),
    V4({169, 254, 0, 23}, 32, kMetadata, "metadata", kMetadataWords),
    V4({100, 100, 100, 200}, 32, kMetadata, "metadata", kMetadataWords),
    V4({192, 0, 0, 192}, 32, kMetadata, "metadata", kMetadataWords),
    V4({168, 63, 129, 16}, 32, kMetadata, "metadata", kMetadataWords),
    V4({0, 0, 0, 0}, 32, kLocal, "unspecified",
       "the unspecified address, which leads to this machine"),
    V4({0, 0, 0, 0}, 8, kSpecial, "this-network", "an address of \"this network\""),
    V4({127, 0, 0, 0}, 8, kLocal, "loopback", "a loopback address"),
    V4({10, 0, 0, 0}, 8, kPrivate, "private", "a private address"),
    V4({172, 16, 0, 0}, 12, kPrivate, "private", "a private address"),
    V4({192, 168, 0, 0}, 16, kPrivate, "private", "a private address"),
    V4({100, 64, 0, 0}, 10, kPrivate, "shared", "a shared (carrier-grade NAT) address"),
    V4({169, 254, 0, 0}, 16, kSpecial, "link-local", "a link-local address"),
    V4({192, 0, 0, 0}, 24, kSpecial, "protocol", "a protocol assignment"),
    V4({192, 0, 2, 0}, 24, kSpecial, "documentation", "a documentation address"),
    V4({198, 51, 100, 0}, 24, kSpecial, "documentation", "a documentation address"),
    V4({203, 0, 113, 0}, 24, kSpecial, "documentation", "a documentation address"),
    V4({192, 88, 99, 0}, 24, kSpecial, "6to4", "a 6to4 relay address"),
    V4({198, 18, 0, 0}, 15, kSpecial, "benchmarking", "a benchmarking address"),
    V4({224, 0, 0, 0}, 4, kSpecial, "multicast", "a multicast address"),
    V4({255, 255, 255, 255}, 32, kSpecial, "broadcast", "the broadcast address"),
    V4({240, 0, 0, 0}, 4, kSpecial, "reserved", "a reserved address"),
    V4({0, 0, 0, 0}, 0, kPublic, "public", "a public address"),
});

// Mapped and NAT64 addresses do not get here: Unwrap has made IPv4 addresses of them.
constexpr auto kV6Rows = std::to_array<Row>({
    V6({0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254}, 128, kMetadata, "metadata", kMetadataWords),
    V6({0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23}, 128, kMetadata, "metadata", kMetadataWords),
    V6({0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254}, 128, kMetadata, "metadata", kMetadataWords),
    V6({}, 128, kLocal, "unspecified", "the unspecified address, which leads to this machine"),
    V6({0, 0, 0, 0, 0, 0, 0, 1}, 128, kLocal, "loopback", "a loopback address"),
    V6({}, 96, kSpecial, "ipv4-compatible", "an IPv4-compatible address"),
    V6({0x64, 0xff9b, 1}, 48, kSpecial, "local-nat64", "a local NAT64 address"),
    V6({0x100}, 64, kSpecial, "discard", "a discard address"),
    V6({0x100, 0, 0, 1}, 64, kSpecial, "discard", "a discard address"),
    V6({0x2001}, 23, kSpecial, "protocol", "a protocol assignment (Teredo, ORCHID and others)"),
    V6({0x2001, 0xdb8}, 32, kSpecial, "documentation", "a documentation address"),
    V6({0x3fff}, 20, kSpecial, "documentation", "a documentation address"),
    V6({0x2002}, 16, kSpecial, "6to4", "a 6to4 address"),
    V6({0x5f00}, 16, kSpecial, "segment-routing", "a segment routing address"),
    V6({0xfc00}, 7, kPrivate, "unique-local", "a unique local (private) address"),
    V6({0xfe80}, 10, kSpecial, "link-local", "a link-local address"),
    V6({0xfec0}, 10, kSpecial, "site-local", "a site-local address"),
    V6({0xff00}, 8, kSpecial, "multicast", "a multicast address"),
    V6({0x2000}, 3, kPublic, "public", "a public address"),
    V6({}, 0, kSpecial, "not-global", "an address outside the public range 2000::/3"),
});

}  // namespace

AddressClass Classify(const IpAddress& address) {
  const IpAddress unwrapped = Unwrap(address);
  const auto contains = [&](const Row& row) { return row.range.Contains(unwrapped); };
  if (unwrapped.is_v4()) {
    return std::find_if(kV4Rows.begin(), kV4Rows.end(), contains)->address_class;
  }
  return std::find_if(kV6Rows.begin(), kV6Rows.end(), contains)->address_class;
}

IpAddress Unwrap(const IpAddress& address) {
  constexpr std::string_view kMapped("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
  constexpr std::string_view kNat64("\0\x64\xff\x9b\0\0\0\0\0\0\0\0", 12);
  const std::string_view bytes = address.bytes();
  if (!bytes.starts_with(kMapped) && !bytes.starts_with(kNat64)) return address;
  std::array<uint8_t, 4> v4;
  std::copy(bytes.begin() + 12, bytes.end(), v4.begin());
  return IpAddress::V4(v4);
}

std::optional<AddressRange> AddressRange::Parse(std::string_view text) {
  const size_t slash = text.find('/');
  const auto network = IpAddress::Parse(text.substr(0, slash));
  if (!network) return std::nullopt;
  const auto bits = static_cast<unsigned>(network->bytes().size() * 8);
  if (slash == std::string_view::npos) return AddressRange{*network, bits};
  const std::string_view digits = text.substr(slash + 1);
  unsigned prefix = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  if (error != std::errc() || end != digits.data() + digits.size() || prefix > bits) {
    return std::nullopt;
  }
  return AddressRange{*network, prefix};
}

bool AddressRange::Contains(const IpAddress& address) const {
  if (address.is_v4() != network.is_v4()) return false;
  const std::string_view a = address.bytes();
  const std::string_view b = network.bytes();
  const size_t whole = prefix / 8;
  if (a.substr(0, whole) != b.substr(0, whole)) return false;
  const unsigned rest = prefix % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<uint8_t>(0xff00u >> rest);
  return ((static_cast<uint8_t>(a[whole]) ^ static_cast<uint8_t>(b[whole])) & mask) == 0;
}

}  // namespace sendoff::net
