// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace sendoff::runtime {

// What the step's author should know beside its result. Bounded; any thread.
class Warnings {
 public:
  // Each text counts once.
  void Add(std::string text);

  std::vector<std::string> Take();

 private:
  static constexpr size_t kMaxWarnings = 100;

  std::mutex mutex_;
  std::vector<std::string> texts_;  // guarded by mutex_, as is the next
  std::set<std::string> known_;
};

}  // namespace sendoff::runtime
