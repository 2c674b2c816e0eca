// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff::runtime {

// Texts that a run was given in confidence, and how to show a text without them. The run's thread.
class Secrets {
 public:
  // UTF-8. One that is empty is none.
  void Add(std::string text);

  bool empty() const { return texts_.empty(); }

  // Bytes of the longest.
  size_t longest() const { return longest_; }

  // The first `end` bytes of a text with "[redacted]" in the place of each secret that begins
  // there. What follows them is looked at, so that a cut shows no part of a secret.
  std::string Redacted(std::string_view text, size_t end) const;

 private:
  std::vector<std::string> texts_;
  size_t longest_ = 0;
};

}  // namespace sendoff::runtime
