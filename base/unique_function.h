// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "base/check.h"

namespace sendoff {

template <class Signature>
class UniqueFunction;

// A callable that is moved, not copied, so that it can own what it will need: the part of C++23's
// std::move_only_function that g++ 12 lacks and sendoff uses. What is as small as most callbacks
// are, three pointers, takes no memory of its own.
template <class R, class... Args>
class UniqueFunction<R(Args...)> {
  // By reference what costs something to move: on its way it may pass through many callbacks.
  template <class T>
  using Passed = std::conditional_t<std::is_trivially_copyable_v<T>, T, T&&>;

 public:
  UniqueFunction() : UniqueFunction(nullptr) {}
  UniqueFunction(std::nullptr_t) {}

  template <class F, std::enable_if_t<!std::is_same_v<std::decay_t<F>, UniqueFunction> &&
                                          std::is_invocable_r_v<R, std::decay_t<F>&, Args...>,
                                      int> = 0>
  UniqueFunction(F&& function) {
    using Function = std::decay_t<F>;
    if constexpr (sizeof(Holder<Function>) <= kRoom && alignof(Function) <= alignof(void*)) {
      Hold(Holder<Function>(std::forward<F>(function)));
    } else {
      auto kept = std::make_unique<Function>(std::forward<F>(function));
      Hold(BoxHolder<Function>(std::move(kept)));
    }
  }

  UniqueFunction(UniqueFunction&& other) noexcept { TakeFrom(other); }
  UniqueFunction& operator=(UniqueFunction&& other) noexcept {
    if (this == &other) return *this;
    Clear();
    TakeFrom(other);
    return *this;
  }
  ~UniqueFunction() { Clear(); }

  explicit operator bool() const { return callable_ != nullptr; }

  // Whoever may destroy or move this while the call runs moves it out first, and calls that.
  R operator()(Passed<Args>... args) const {
    SENDOFF_CHECK(callable_ != nullptr);
    return callable_->Call(std::forward<Args>(args)...);
  }

 private:
  struct Callable {
    virtual ~Callable() = default;
    virtual R Call(Passed<Args>... args) = 0;
    virtual Callable* MoveTo(void* room) noexcept = 0;
  };

  template <class F>
  struct Holder final : Callable {
    explicit Holder(F f) : function(std::move(f)) {}
    R Call(Passed<Args>... args) override { return function(std::forward<Args>(args)...); }
    Callable* MoveTo(void* room) noexcept override { return new (room) Holder(std::move(*this)); }
    F function;
  };

  // For what is larger.
  template <class F>
  struct BoxHolder final : Callable {
    explicit BoxHolder(std::unique_ptr<F> f) : function(std::move(f)) {}
    R Call(Passed<Args>... args) override { return (*function)(std::forward<Args>(args)...); }
    Callable* MoveTo(void* room) noexcept override {
      return new (room) BoxHolder(std::move(*this));
    }
    std::unique_ptr<F> function;
  };

  static constexpr size_t kRoom = 4 * sizeof(void*);  // of which the holder's own is one

  template <class AnyHolder>
  void Hold(AnyHolder holder) {
    callable_ = new (room_) AnyHolder(std::move(holder));
  }

  void TakeFrom(UniqueFunction& other) {
    if (other.callable_ == nullptr) return;
    callable_ = other.callable_->MoveTo(room_);
    other.Clear();
  }

  void Clear() {
    if (Callable* held = std::exchange(callable_, nullptr)) held->~Callable();
  }

  Callable* callable_ = nullptr;  // in `room_`
  alignas(void*) std::byte room_[kRoom];
};

}  // namespace sendoff
