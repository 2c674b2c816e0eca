// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace sendoff::runtime {

// The encodings of Node's Buffer that are text for bytes: what is no digit is handled as Node
// handles it. Characters are bytes or UTF-16 code units.

// Two digits a byte.
std::string HexText(std::span<const uint8_t> bytes);

// With padding; for URLs with the other two digits and without.
std::string Base64Text(std::span<const uint8_t> bytes, bool for_url);

// Ends before the first pair that is no byte. How many bytes were written.
template <typename Character>
size_t ReadHex(std::span<const Character> text, std::span<uint8_t> bytes);

// Takes the digits of both kinds up to the padding, and reads over what is none. How many bytes
// were written.
template <typename Character>
size_t ReadBase64(std::span<const Character> text, std::span<uint8_t> bytes);

extern template size_t ReadHex(std::span<const uint8_t>, std::span<uint8_t>);
extern template size_t ReadHex(std::span<const uint16_t>, std::span<uint8_t>);
extern template size_t ReadBase64(std::span<const uint8_t>, std::span<uint8_t>);
extern template size_t ReadBase64(std::span<const uint16_t>, std::span<uint8_t>);

// Whether it is UTF-8 as Unicode has it: no surrogates, nothing longer than need be.
bool IsUtf8(std::span<const uint8_t> bytes);

// Turns round each `size` bytes; `bytes` is a multiple of it.
void SwapBytes(std::span<uint8_t> bytes, size_t size);

}  // namespace sendoff::runtime
