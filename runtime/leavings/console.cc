// SPDX-License-Identifier: MIT
#include "runtime/leavings/console.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>

namespace sendoff::runtime {

Console::Console(size_t max_bytes, size_t max_lines)
    : head_{max_bytes - max_bytes / 10, max_lines - max_lines / 10},
      tail_{max_bytes / 10, max_lines / 10} {}

int Console::max_line_length() const {
  constexpr size_t kUtf8 = 3;  // bytes of a character, at most
  constexpr size_t kMost = std::numeric_limits<int>::max();
  return static_cast<int>(std::min(tail_.max_bytes / kUtf8, kMost));
}

void Console::Write(ConsoleLine line) {
  const std::lock_guard lock(mutex_);
  full_ = full_ || !head_.Fits(line);
  if (!full_) return head_.Add(std::move(line));
  while (!tail_.Fits(line) && !tail_.lines.empty()) {
    tail_.bytes -= tail_.lines.front().text.size();
    tail_.lines.pop_front();
    ++dropped_lines_;
  }
  if (tail_.Fits(line)) {
    tail_.Add(std::move(line));
  } else {
    ++dropped_lines_;
  }
}

std::vector<ConsoleLine> Console::Take() {
  const std::lock_guard lock(mutex_);
  std::vector<ConsoleLine> lines(std::make_move_iterator(head_.lines.begin()),
                                 std::make_move_iterator(head_.lines.end()));
  if (dropped_lines_ > 0) {
    const auto time = lines.empty() ? std::chrono::system_clock::now() : lines.back().time;
    lines.push_back({"warn",
                     "sendoff: the console is full: " + std::to_string(dropped_lines_) +
                         " lines that the step printed here are not kept",
                     time});
  }
  lines.insert(lines.end(), std::make_move_iterator(tail_.lines.begin()),
               std::make_move_iterator(tail_.lines.end()));
  head_.lines.clear();
  tail_.lines.clear();
  return lines;
}

}  // namespace sendoff::runtime
