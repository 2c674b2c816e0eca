// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "runtime/binding_table.h"

namespace sendoff::runtime {

// What a run has printed; js/console.js makes the texts. Kept outside the JavaScript heap and so
// bounded by itself. Owned by the realm; the run's thread.
class Console {
 public:
  // The rows behind `natives.console`.
  static const Binding kBinding;

  static constexpr size_t kMaxBytes = 4 << 20;  // of all texts
  static constexpr size_t kMaxLines = 10'000;

  // What passes the bounds is dropped; the last line then says so.
  void Write(std::string level, std::string text);

  std::vector<ConsoleLine> Take() { return std::move(lines_); }

 private:
  std::vector<ConsoleLine> lines_;
  size_t bytes_ = 0;
  bool full_ = false;
};

}  // namespace sendoff::runtime
