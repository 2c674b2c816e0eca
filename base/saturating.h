// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>

namespace sendoff {

// Sums and products of limits, of which the largest number means that there is none: what would be
// larger is that.

constexpr uint64_t SaturatingSum(std::initializer_list<uint64_t> numbers) {
  uint64_t sum = 0;
  for (const uint64_t number : numbers) {
    if (__builtin_add_overflow(sum, number, &sum)) return std::numeric_limits<uint64_t>::max();
  }
  return sum;
}

constexpr uint64_t SaturatingProduct(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<uint64_t>::max() : product;
}

}  // namespace sendoff
