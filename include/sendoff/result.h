// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <cstdlib>
#include <utility>
#include <variant>

namespace sendoff {
inline namespace v1 {

// Either a `T` or the `Error` that stood in its way. Reading the side that is not there aborts:
// test with `ok()` first. Built implicitly from either, so that functions just return what they
// have. sendoff is compiled without C++ exceptions; this is how functions fail.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return Get<0>(state_); }
  const T& value() const& { return Get<0>(state_); }
  T&& value() && { return std::move(Get<0>(state_)); }

  Error& error() & { return Get<1>(state_); }
  const Error& error() const& { return Get<1>(state_); }
  Error&& error() && { return std::move(Get<1>(state_)); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  template <std::size_t index, class Variant>
  static auto& Get(Variant& state) {
    if (state.index() != index) std::abort();
    return *std::get_if<index>(&state);
  }

  std::variant<T, Error> state_;
};

// Success without a value: `return {};`.
struct Unit {};

template <>
class [[nodiscard]] Result<void> : public Result<Unit> {
 public:
  Result() : Result<Unit>(Unit{}) {}
  Result(Error error) : Result<Unit>(std::move(error)) {}
};

}  // namespace v1
}  // namespace sendoff
