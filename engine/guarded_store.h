// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/store.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/host_calls.h"

namespace sendoff::engine {

// An embedder's store, whose exceptions are errors. What a step sees is this one.
class GuardedStore final : public Store {
 public:
  explicit GuardedStore(std::shared_ptr<Store> store) : store_(std::move(store)) {}

  Result<std::optional<std::string>> Get(const std::string& key) override {
    return Call<std::optional<std::string>>([&] { return store_->Get(key); });
  }
  Result<void> Set(const std::string& key, const std::string& value_json,
                   std::optional<std::chrono::seconds> ttl) override {
    return Call<void>([&] { return store_->Set(key, value_json, ttl); });
  }
  Result<void> Delete(const std::string& key) override {
    return Call<void>([&] { return store_->Delete(key); });
  }
  Result<std::vector<std::string>> Keys() override {
    return Call<std::vector<std::string>>([&] { return store_->Keys(); });
  }

 private:
  template <class T, class F>
  static Result<T> Call(F call) {
    std::optional<Result<T>> result;
    std::optional<std::string> thrown = CallHost([&] { result.emplace(call()); });
    if (thrown) return Error{ErrorCode::kIo, "the store threw: " + *thrown};
    return std::move(*result);
  }

  const std::shared_ptr<Store> store_;
};

}  // namespace sendoff::engine
