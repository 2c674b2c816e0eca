// SPDX-License-Identifier: MIT
#include "runtime/natives/buffer_codec.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace sendoff::runtime {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr uint8_t kNoDigit = 0xFF;
using Values = std::array<uint8_t, 256>;

constexpr Values ValuesOf(std::string_view digits, std::string_view others) {
  Values values = {};
  for (uint8_t& value : values) value = kNoDigit;
  for (size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<uint8_t>(digits[i])] = static_cast<uint8_t>(i);
    values[static_cast<uint8_t>(others[i])] = static_cast<uint8_t>(i);
  }
  return values;
}

constexpr Values kHexValues = ValuesOf(kHexDigits, "0123456789ABCDEF");
constexpr Values kBase64Values = ValuesOf(kBase64Digits, kUrlDigits);

// Node looks at the low byte of what is wider, too.
template <typename Character>
uint8_t Base64Value(Character character) {
  return kBase64Values[static_cast<uint8_t>(character)];
}

template <typename Character>
uint8_t HexValue(Character character) {
  return character > 0xFF ? kNoDigit : kHexValues[static_cast<uint8_t>(character)];
}

// How many bytes follow the first of a character, and the range of the one behind it, by table 3-7
// of the Unicode standard; empty for what is no first byte.
struct Lead {
  size_t tails;
  uint8_t least = 0x80;
  uint8_t most = 0xBF;
};

std::optional<Lead> LeadOf(uint8_t first) {
  if (first < 0x80) return Lead{.tails = 0};
  if (first < 0xC2 || first > 0xF4) return std::nullopt;
  if (first < 0xE0) return Lead{.tails = 1};
  if (first == 0xE0) return Lead{.tails = 2, .least = 0xA0};
  if (first == 0xED) return Lead{.tails = 2, .most = 0x9F};
  if (first < 0xF0) return Lead{.tails = 2};
  if (first == 0xF0) return Lead{.tails = 3, .least = 0x90};
  if (first == 0xF4) return Lead{.tails = 3, .most = 0x8F};
  return Lead{.tails = 3};
}

}  // namespace

std::string HexText(std::span<const uint8_t> bytes) {
  std::string text(bytes.size() * 2, '\0');
  char* to = text.data();
  for (const uint8_t byte : bytes) {
    *to++ = kHexDigits[byte >> 4];
    *to++ = kHexDigits[byte & 15];
  }
  return text;
}

std::string Base64Text(std::span<const uint8_t> bytes, bool for_url) {
  const std::string_view digits = for_url ? kUrlDigits : kBase64Digits;
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  char* to = text.data();
  size_t i = 0;
  for (; i + 2 < bytes.size(); i += 3) {
    const uint32_t three = static_cast<uint32_t>(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]);
    *to++ = digits[three >> 18];
    *to++ = digits[three >> 12 & 63];
    *to++ = digits[three >> 6 & 63];
    *to++ = digits[three & 63];
  }
  if (i < bytes.size()) {
    const bool two = i + 1 < bytes.size();
    const uint32_t rest = static_cast<uint32_t>(bytes[i] << 16 | (two ? bytes[i + 1] << 8 : 0));
    *to++ = digits[rest >> 18];
    *to++ = digits[rest >> 12 & 63];
    if (two) *to++ = digits[rest >> 6 & 63];
    if (for_url) text.resize(static_cast<size_t>(to - text.data()));
  }
  return text;
}

template <typename Character>
size_t ReadHex(std::span<const Character> text, std::span<uint8_t> bytes) {
  const size_t most = std::min(text.size() / 2, bytes.size());
  for (size_t i = 0; i < most; ++i) {
    const uint8_t high = HexValue(text[2 * i]);
    const uint8_t low = HexValue(text[2 * i + 1]);
    if (high == kNoDigit || low == kNoDigit) return i;
    bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return most;
}

template <typename Character>
size_t ReadBase64(std::span<const Character> text, std::span<uint8_t> bytes) {
  size_t written = 0;
  size_t i = 0;
  // Four digits at once, as long as there is nothing else.
  for (; i + 4 <= text.size() && written + 3 <= bytes.size(); i += 4) {
    const uint32_t a = Base64Value(text[i]);
    const uint32_t b = Base64Value(text[i + 1]);
    const uint32_t c = Base64Value(text[i + 2]);
    const uint32_t d = Base64Value(text[i + 3]);
    if ((a | b | c | d) > 63) break;
    const uint32_t three = a << 18 | b << 12 | c << 6 | d;
    bytes[written++] = static_cast<uint8_t>(three >> 16);
    bytes[written++] = static_cast<uint8_t>(three >> 8);
    bytes[written++] = static_cast<uint8_t>(three);
  }
  uint32_t bits = 0;
  uint32_t digits = 0;
  for (; i < text.size() && written < bytes.size(); ++i) {
    if (static_cast<uint8_t>(text[i]) == '=') break;
    const uint8_t value = Base64Value(text[i]);
    if (value == kNoDigit) continue;
    bits = bits << 6 | value;
    ++digits;
    const uint32_t place = digits % 4;
    // The first of four gives no byte yet.
    if (place != 1)
      bytes[written++] = static_cast<uint8_t>(bits >> (8 - 2 * ((place + 3) % 4 + 1)));
  }
  return written;
}

template size_t ReadHex(std::span<const uint8_t>, std::span<uint8_t>);
template size_t ReadHex(std::span<const uint16_t>, std::span<uint8_t>);
template size_t ReadBase64(std::span<const uint8_t>, std::span<uint8_t>);
template size_t ReadBase64(std::span<const uint16_t>, std::span<uint8_t>);

bool IsUtf8(std::span<const uint8_t> bytes) {
  for (size_t i = 0; i < bytes.size();) {
    const auto lead = LeadOf(bytes[i]);
    if (!lead || bytes.size() - i <= lead->tails) return false;
    const auto tails = bytes.subspan(i + 1, lead->tails);
    if (!tails.empty() && (tails[0] < lead->least || tails[0] > lead->most)) return false;
    if (!std::ranges::all_of(tails, [](uint8_t byte) { return (byte & 0xC0) == 0x80; }))
      return false;
    i += 1 + lead->tails;
  }
  return true;
}

void SwapBytes(std::span<uint8_t> bytes, size_t size) {
  for (size_t i = 0; i + size <= bytes.size(); i += size) {
    std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                 bytes.begin() + static_cast<std::ptrdiff_t>(i + size));
  }
}

}  // namespace sendoff::runtime
