// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace sendoff {

// A value that its copies share, a pointer each: for what thousands of objects have in common, and
// for what few of them have. One made by default, or moved from, holds T(). Each copy belongs to
// one thread at a time; what they share may be read by several.
template <class T>
class Shared {
 public:
  Shared() = default;
  template <class U,
            std::enable_if_t<
                !std::is_same_v<std::decay_t<U>, Shared> && std::is_convertible_v<U, T>, int> = 0>
  Shared(U&& value) : held_(new Held{std::forward<U>(value)}) {}

  Shared(const Shared& other) : held_(other.held_) {
    if (held_ != nullptr) held_->owners.fetch_add(1, std::memory_order_relaxed);
  }
  Shared(Shared&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
  Shared& operator=(Shared other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  ~Shared() {
    if (held_ != nullptr && held_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      delete held_;
    }
  }

  // Valid until this copy changes or is destroyed.
  const T& operator*() const { return held_ != nullptr ? held_->value : Default(); }
  const T* operator->() const { return &**this; }

  // To change the value: from now on it is this copy's alone.
  T& Own() {
    if (held_ == nullptr || held_->owners.load(std::memory_order_acquire) != 1) {
      *this = Shared(T(**this));
    }
    return held_->value;
  }

  // Takes the value of `other` for its own where they are equal; false where they are not.
  bool ShareWith(const Shared& other) {
    if (held_ == other.held_) return true;
    if (!(**this == *other)) return false;
    *this = other;
    return true;
  }

 private:
  struct Held {
    T value;
    std::atomic<uint32_t> owners{1};
  };

  static const T& Default() {
    static const T value{};
    return value;
  }

  Held* held_ = nullptr;
};

}  // namespace sendoff
