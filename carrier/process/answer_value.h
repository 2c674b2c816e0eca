// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "carrier/messages/answer.h"

namespace sendoff::carrier {

// What a call is answered with, from what was returned for it.

inline messages::Answer::Value ValueOf(std::optional<std::string> json) {
  return messages::StoredValue{std::move(json)};
}
inline messages::Answer::Value ValueOf(Unit /*nothing*/) { return std::monostate(); }
template <class T>
messages::Answer::Value ValueOf(T value) {
  return value;
}

template <class T>
messages::Answer::Value ValueOf(Result<T> result) {
  if (result.ok()) return ValueOf(std::move(*result));
  return std::move(result.error());
}
// Which are Result<Unit> by another name.
inline messages::Answer::Value ValueOf(Result<void> result) {
  if (result.ok()) return std::monostate();
  return std::move(result.error());
}

}  // namespace sendoff::carrier
