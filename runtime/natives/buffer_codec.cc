// SPDX-License-Identifier: MIT
#include "runtime/natives/buffer_codec.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/base64.h"
#include "runtime/natives/utf8_bytes.h"

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
  std::string text = Base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (for_url) {
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.resize(text.find_last_not_of('=') + 1);
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
  while (!bytes.empty()) {
    const uint8_t lead = bytes[0];
    const size_t length = CharacterLength(lead);
    if (length == 1 ? lead >= 0x80 : bytes.size() < length || !MayFollow(lead, bytes[1])) {
      return false;
    }
    const auto rest = bytes.first(length).subspan(std::min<size_t>(length, 2));
    if (!std::ranges::all_of(rest, IsContinuation)) return false;
    bytes = bytes.subspan(length);
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
