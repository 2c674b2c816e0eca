// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "crypto/handles.h"

namespace sendoff::crypto {

// What a cipher is.
struct CipherFacts {
  std::string name;  // OpenSSL's short one
  std::string mode;  // "cbc", "gcm", "stream", ...
  int id;            // OpenSSL's number; 0 where it has none
  size_t key_length;
  size_t iv_length;   // 0: it takes none
  size_t block_size;  // 1 of streams
  bool has_tag;       // it authenticates what it encrypts
};
CipherFacts FactsOf(const EVP_CIPHER* cipher);

// Whether it could work with keys and vectors of that length.
bool TakesLengths(const EVP_CIPHER* cipher, std::optional<size_t> key, std::optional<size_t> iv);

// Encrypts or decrypts bytes that come bit by bit. Any one thread. For ciphers that want to know
// lengths before (CCM) and those that wrap keys it has no use.
class Cipher {
 public:
  // Why none was made.
  enum class Refusal { kNone, kKeyLength, kIv, kFailed };

  // `key` and `iv` of the right lengths for the cipher, or the refusal says what is wrong; after
  // kFailed see TakeErrors().
  static std::pair<std::unique_ptr<Cipher>, Refusal> Make(const EVP_CIPHER* cipher, bool encrypts,
                                                          std::span<const uint8_t> key,
                                                          std::span<const uint8_t> iv);

  // How many bytes Update() writes at most.
  size_t RoomFor(size_t input) const;

  // How many bytes it wrote; nothing when OpenSSL refused.
  std::optional<size_t> Update(std::span<const uint8_t> input, std::span<uint8_t> output);
  // The last block, into as many bytes as a block has.
  std::optional<size_t> Finish(std::span<uint8_t> output);

  // Bytes that are authenticated and not encrypted.
  bool AddData(std::span<const uint8_t> data);
  bool SetPadding(bool pads);
  bool SetTag(std::span<const uint8_t> tag);
  // Of what was encrypted.
  bool GetTag(std::span<uint8_t> tag);

  size_t block_size() const;

 private:
  explicit Cipher(CipherContext context) : context_(std::move(context)) {}

  CipherContext context_;
};

}  // namespace sendoff::crypto
