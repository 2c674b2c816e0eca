// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <sendoff/step.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sendoff::runtime {

// What a run leaves beside its console: return value, exports, the HTTP response, what it asked of
// the flow. Kept outside the JavaScript heap, so that a limit that ends the run loses nothing of
// it, and so bounded by itself: what would pass `max_bytes` in all is refused with kStepResult.
// Any thread. Texts are JSON.
class StepOutcome {
 public:
  explicit StepOutcome(uint64_t max_bytes) : max_bytes_(max_bytes) {}

  Result<void> Return(std::string json);

  // `key` is a JSON string, with its quotes. Without `json` the export is taken back.
  Result<void> Export(const std::string& key, std::optional<std::string> json);

  Result<void> Respond(std::string json);
  bool has_responded() const;

  Result<void> AskFlow(FlowIntent intent);

  // How many bytes all of it may have.
  uint64_t max_bytes() const { return max_bytes_; }

  // Moves everything into `result`; the return value only of a step that is ok.
  void MoveInto(StepResult* result);

 private:
  struct Entry {
    std::string key;
    std::optional<std::string> json;
  };

  // Accounts for `bytes` more; `what` is named in the error.
  Result<void> Take(const std::string& what, uint64_t bytes);

  const uint64_t max_bytes_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  uint64_t bytes_ = 0;
  std::optional<std::string> return_value_;
  std::vector<Entry> exports_;  // in the order in which their keys came up first
  std::unordered_map<std::string, size_t> export_index_;
  std::optional<std::string> response_;
  std::vector<FlowIntent> flow_;
};

}  // namespace sendoff::runtime
