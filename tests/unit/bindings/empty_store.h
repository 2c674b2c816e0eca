// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/store.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace sendoff {

// A store that holds nothing, for tests that only want to be called.
class EmptyStore : public Store {
 public:
  Result<std::optional<std::string>> Get(const std::string&) override {
    return std::optional<std::string>();
  }
  Result<void> Set(const std::string&, const std::string&,
                   std::optional<std::chrono::seconds>) override {
    return {};
  }
  Result<void> Delete(const std::string&) override { return {}; }
  Result<std::vector<std::string>> Keys() override { return std::vector<std::string>(); }
};

}  // namespace sendoff
