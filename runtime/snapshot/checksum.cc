// SPDX-License-Identifier: MIT
#include "runtime/snapshot/checksum.h"

#include <cstddef>
#include <cstring>

namespace sendoff::runtime {

uint64_t Checksum(std::span<const uint8_t> bytes, uint64_t before) {
  uint64_t hash = before;
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + i, 8);
    hash = (hash ^ word) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 29;
  }
  for (; i < bytes.size(); ++i) hash = (hash ^ bytes[i]) * 0x100000001b3;
  return hash;
}

}  // namespace sendoff::runtime
