// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace sendoff::engine {

// The ids of the runs whose records are not all there yet: no two have the same. Any thread.
class RunIds : public std::enable_shared_from_this<RunIds> {
 public:
  // An id that a run has, until this is destroyed.
  class Claim {
   public:
    Claim(std::shared_ptr<RunIds> ids, std::string id) : ids_(std::move(ids)), id_(std::move(id)) {}
    Claim(Claim&& other) noexcept = default;
    Claim& operator=(Claim&& other) = delete;
    ~Claim() {
      if (ids_) ids_->GiveBack(id_);
    }

   private:
    std::shared_ptr<RunIds> ids_;  // null: moved from
    std::string id_;
  };

  // None where another run has it.
  std::optional<Claim> Take(const std::string& id) {
    const std::lock_guard lock(mutex_);
    if (!ids_.insert(id).second) return std::nullopt;
    return Claim(shared_from_this(), id);
  }

 private:
  void GiveBack(const std::string& id) {
    const std::lock_guard lock(mutex_);
    ids_.erase(id);
  }

  std::mutex mutex_;
  std::unordered_set<std::string> ids_;  // guarded by mutex_
};

}  // namespace sendoff::engine
