// SPDX-License-Identifier: MIT
// Where a step's data_store and $.service.db props keep their values.
#pragma once

#include <sendoff/result.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace sendoff {
inline namespace v1 {

// Values by key, as JSON documents in UTF-8. The embedder's; one store may serve several runs at
// once, and is called on a thread of each run's own while its step waits, so that the time it takes
// counts against the run's limit. An error's message is thrown in the step.
class Store {
 public:
  virtual ~Store() = default;

  // None when there is no such key, or its time is over.
  virtual Result<std::optional<std::string>> Get(const std::string& key) = 0;

  // Replaces what was there. `ttl`: how long it is kept; none: until it is deleted.
  virtual Result<void> Set(const std::string& key, const std::string& value_json,
                           std::optional<std::chrono::seconds> ttl) = 0;

  // No error when there is no such key.
  virtual Result<void> Delete(const std::string& key) = 0;

  virtual Result<std::vector<std::string>> Keys() = 0;
};

}  // namespace v1
}  // namespace sendoff
