// SPDX-License-Identifier: MIT
#include "sources/versioned_name.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <vector>

namespace sendoff::sources {
namespace {

// The numbers that a version begins with: "1.7.x" has two.
std::vector<unsigned> Numbers(std::string_view version) {
  std::vector<unsigned> numbers;
  while (!version.empty()) {
    unsigned number = 0;
    const auto [end, error] =
        std::from_chars(version.data(), version.data() + version.size(), number);
    if (error != std::errc()) break;
    numbers.push_back(number);
    version.remove_prefix(static_cast<size_t>(end - version.data()));
    if (!version.starts_with('.')) break;
    version.remove_prefix(1);
  }
  return numbers;
}

// How many of the first numbers have to be the same.
size_t FixedNumbers(std::string_view comparator, size_t numbers) {
  if (comparator.starts_with(">")) return 0;
  if (comparator == "^") return 1;
  if (comparator == "~") return 2;
  return numbers;
}

}  // namespace

VersionedName VersionedName::Of(std::string_view specifier) {
  const size_t at = specifier.find('@', 1);  // the first may begin a scope
  if (at == specifier.npos) return {std::string(specifier), {}};
  const size_t end = std::min(specifier.find('/', at), specifier.size());
  return {std::string(specifier.substr(0, at)) + std::string(specifier.substr(end)),
          std::string(specifier.substr(at + 1, end - at - 1))};
}

bool VersionedName::AllowsFor(std::string_view have) const {
  const auto digit = std::find_if(version.begin(), version.end(),
                                  [](unsigned char c) { return std::isdigit(c) != 0; });
  const auto begin = static_cast<size_t>(digit - version.begin());
  const std::string_view comparator = std::string_view(version).substr(0, begin);
  const std::vector<unsigned> asked = Numbers(std::string_view(version).substr(begin));
  const std::vector<unsigned> there = Numbers(have);
  const size_t fixed = FixedNumbers(comparator, asked.size());
  for (size_t i = 0; i < std::min(asked.size(), there.size()); ++i) {
    if (asked[i] == there[i]) continue;
    return i >= fixed && asked[i] < there[i];
  }
  return true;
}

}  // namespace sendoff::sources
