// SPDX-License-Identifier: MIT
#include "cli/nearest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace sendoff::cli {
namespace {

// How many letters have to be put in, taken out, replaced, or swapped with their neighbour to make
// one word of the other.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before_last;
  std::vector<size_t> last(b.size() + 1);
  std::iota(last.begin(), last.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    std::vector<size_t> row(b.size() + 1, i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last = std::move(last);
    last = std::move(row);
  }
  return last.back();
}

}  // namespace

std::string Nearest(std::string_view word, const std::vector<std::string>& words) {
  constexpr size_t kLongest = 40;  // of what anybody writes by mistake
  if (word.size() > kLongest) return {};
  std::string nearest;
  // One letter in three may be wrong; past that any word is like any other.
  size_t least = word.size() / 3 + 1;
  for (const std::string& candidate : words) {
    const size_t distance = Distance(word, candidate);
    if (distance >= least && !(nearest.empty() && distance == least)) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& words) {
  const std::string nearest = Nearest(word, words);
  return nearest.empty() ? "" : "; did you mean " + nearest + "?";
}

}  // namespace sendoff::cli
