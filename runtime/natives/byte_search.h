// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>

namespace sendoff::runtime {

// The hash of as many units as a needle has, which moves through a text, by Rabin and Karp: modulo
// a prime, to a base that nobody can guess.
class RollingHash {
 public:
  // `base` is random; `size` is the needle's.
  RollingHash(uint64_t base, size_t size) : base_(base % kPrime) {
    for (size_t i = 0; i < size; ++i) power_ = Times(power_, base_);
  }

  uint64_t value() const { return value_; }

  void Add(uint64_t unit) { value_ = (Times(value_, base_) + unit + 1) % kPrime; }

  // Takes away the unit that was added `size` units ago.
  void Remove(uint64_t unit) { value_ = (value_ + kPrime - Times(power_, unit + 1)) % kPrime; }

 private:
  static constexpr uint64_t kPrime = (uint64_t{1} << 61) - 1;

  static uint64_t Times(uint64_t a, uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<uint64_t>(Wide{a} * b % kPrime);
  }

  const uint64_t base_;
  uint64_t power_ = 1;  // base to the power of the size
  uint64_t value_ = 0;
};

// Where `needle`, which is not empty, first lies in the `size` units from `text` on. The time grows
// with the sum of both sizes and no memory is used, whatever they hold: no step waits in here past
// its limits.
template <typename Iterator>
std::optional<size_t> FindFrom(Iterator text, size_t size, Iterator needle, size_t needle_size,
                               uint64_t random) {
  if (needle_size > size) return std::nullopt;
  RollingHash wanted(random, needle_size);
  RollingHash seen(random, needle_size);
  for (size_t i = 0; i < needle_size; ++i) wanted.Add(needle[static_cast<std::ptrdiff_t>(i)]);
  for (size_t i = 0; i < size; ++i) {
    seen.Add(text[static_cast<std::ptrdiff_t>(i)]);
    if (i >= needle_size) seen.Remove(text[static_cast<std::ptrdiff_t>(i - needle_size)]);
    if (i + 1 < needle_size || seen.value() != wanted.value()) continue;
    const size_t at = i + 1 - needle_size;
    if (std::equal(needle, needle + static_cast<std::ptrdiff_t>(needle_size),
                   text + static_cast<std::ptrdiff_t>(at))) {
      return at;
    }
  }
  return std::nullopt;
}

// The first place of `needle` at `from` or behind it.
template <typename Unit>
std::optional<size_t> FindFirst(std::span<const Unit> text, std::span<const Unit> needle,
                                size_t from, uint64_t random) {
  if (from > text.size()) return std::nullopt;
  const auto found = FindFrom(text.begin() + static_cast<std::ptrdiff_t>(from), text.size() - from,
                              needle.begin(), needle.size(), random);
  return found ? std::optional(*found + from) : std::nullopt;
}

// The last place of `needle` at `from` or before it.
template <typename Unit>
std::optional<size_t> FindLast(std::span<const Unit> text, std::span<const Unit> needle,
                               size_t from, uint64_t random) {
  if (needle.size() > text.size()) return std::nullopt;
  // Of the part that it may lie in.
  const size_t end = std::min(from, text.size() - needle.size()) + needle.size();
  const auto part = text.first(end);
  const auto found = FindFrom(part.rbegin(), end, needle.rbegin(), needle.size(), random);
  return found ? std::optional(end - needle.size() - *found) : std::nullopt;
}

}  // namespace sendoff::runtime
