// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace sendoff::runtime {

// What a run has printed; js/node/console.js makes the texts. Kept outside the JavaScript heap and
// so bounded by itself: the first of it is kept and, once that is full, the last, because the last
// lines before an error are those that explain it. A line between says what is missing. Any thread.
class Console {
 public:
  // Bounds of all that is kept; a tenth of each is for the last lines.
  Console(size_t max_bytes, size_t max_lines);

  // How many characters one line may have, so that there is room for it.
  int max_line_length() const;

  void Write(ConsoleLine line);

  std::vector<ConsoleLine> Take();

 private:
  struct Part {
    const size_t max_bytes;
    const size_t max_lines;
    std::deque<ConsoleLine> lines{};
    size_t bytes = 0;

    bool Fits(const ConsoleLine& line) const {
      return lines.size() < max_lines && line.text.size() <= max_bytes - bytes;
    }
    void Add(ConsoleLine line) {
      bytes += line.text.size();
      lines.push_back(std::move(line));
    }
  };

  std::mutex mutex_;
  // Guarded by mutex_.
  Part head_;
  Part tail_;
  bool full_ = false;
  uint64_t dropped_lines_ = 0;
};

}  // namespace sendoff::runtime
