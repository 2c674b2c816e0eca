// SPDX-License-Identifier: MIT
#include "crypto/scrypt.h"

#include <openssl/evp.h>

#include <bit>
#include <cstring>

#include "crypto/errors.h"

// OpenSSL's own cannot be stopped, and its memory cannot be that of a run.
namespace sendoff::crypto {
namespace {

static_assert(std::endian::native == std::endian::little);  // as the RFC has its words

constexpr size_t kWords = 16;             // of one block of Salsa20
constexpr uint64_t kBetweenLooks = 4096;  // blocks

void QuarterRound(uint32_t& a, uint32_t& b, uint32_t& c, uint32_t& d) {
  b ^= std::rotl(a + d, 7);
  c ^= std::rotl(b + a, 9);
  d ^= std::rotl(c + b, 13);
  a ^= std::rotl(d + c, 18);
}

// Salsa20 of eight rounds, in its place.
void Salsa(uint32_t* block) {
  uint32_t x[kWords];
  std::memcpy(x, block, sizeof(x));
  for (int i = 0; i < 4; ++i) {
    QuarterRound(x[0], x[4], x[8], x[12]);
    QuarterRound(x[5], x[9], x[13], x[1]);
    QuarterRound(x[10], x[14], x[2], x[6]);
    QuarterRound(x[15], x[3], x[7], x[11]);
    QuarterRound(x[0], x[1], x[2], x[3]);
    QuarterRound(x[5], x[6], x[7], x[4]);
    QuarterRound(x[10], x[11], x[8], x[9]);
    QuarterRound(x[15], x[12], x[13], x[14]);
  }
  for (size_t i = 0; i < kWords; ++i) block[i] += x[i];
}

// scryptROMix of one lane.
class Lane {
 public:
  // `memory` has room for n + 1 entries of 32 r words.
  Lane(uint32_t* memory, const ScryptCosts& costs, const Interrupted& interrupted)
      : size_(32 * costs.r),
        n_(costs.n),
        entries_(memory),
        spare_(memory + size_ * n_),
        interrupted_(interrupted) {}

  // False when it was given up.
  bool Mix(uint32_t* lane) {
    for (uint64_t i = 0; i < n_; ++i) {
      std::memcpy(Entry(i), lane, size_ * sizeof(uint32_t));
      if (!MixBlocks(lane)) return false;
    }
    for (uint64_t i = 0; i < n_; ++i) {
      const uint32_t* entry = Entry(lane[size_ - kWords] & (n_ - 1));
      for (size_t k = 0; k < size_; ++k) lane[k] ^= entry[k];
      if (!MixBlocks(lane)) return false;
    }
    return true;
  }

 private:
  uint32_t* Entry(uint64_t index) { return entries_ + size_ * index; }

  // scryptBlockMix, in its place.
  bool MixBlocks(uint32_t* lane) {
    const size_t blocks = size_ / kWords;
    uint32_t x[kWords];
    std::memcpy(x, lane + size_ - kWords, sizeof(x));
    for (size_t i = 0; i < blocks; ++i) {
      for (size_t k = 0; k < kWords; ++k) x[k] ^= lane[i * kWords + k];
      Salsa(x);
      const size_t to = i % 2 == 0 ? i / 2 : blocks / 2 + i / 2;
      std::memcpy(spare_ + to * kWords, x, sizeof(x));
    }
    std::memcpy(lane, spare_, size_ * sizeof(uint32_t));
    since_look_ += blocks;
    if (since_look_ < kBetweenLooks) return true;
    since_look_ = 0;
    return !interrupted_();
  }

  const size_t size_;  // words of an entry
  const uint64_t n_;
  uint32_t* const entries_;
  uint32_t* const spare_;
  const Interrupted& interrupted_;
  uint64_t since_look_ = 0;
};

}  // namespace

std::optional<std::string> ScryptRefusal(const ScryptCosts& costs, uint64_t max_memory) {
  ClearErrors();
  if (EVP_PBE_scrypt(nullptr, 0, nullptr, 0, costs.n, costs.r, costs.p, max_memory, nullptr, 0) ==
      1) {
    return std::nullopt;
  }
  const std::string text = LastErrorText();
  ClearErrors();
  return text;
}

uint64_t ScryptMemory(const ScryptCosts& costs) { return 128 * costs.r * (costs.n + costs.p + 1); }

bool Scrypt(std::span<const uint8_t> password, std::span<const uint8_t> salt,
            const ScryptCosts& costs, std::span<uint8_t> memory, std::span<uint8_t> key,
            const Interrupted& interrupted) {
  const std::span lanes = memory.first(128 * costs.r * costs.p);
  const EVP_MD* digest = EVP_sha256();
  if (!Pbkdf2(digest, password, salt, 1, lanes, interrupted)) return false;
  auto* words = reinterpret_cast<uint32_t*>(memory.data());
  Lane lane(words + lanes.size() / sizeof(uint32_t), costs, interrupted);
  for (uint64_t i = 0; i < costs.p; ++i) {
    if (!lane.Mix(words + 32 * costs.r * i)) return false;
  }
  return Pbkdf2(digest, password, lanes, 1, key, interrupted);
}

}  // namespace sendoff::crypto
