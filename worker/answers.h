// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <utility>
#include <variant>

#include "carrier/messages/answer.h"

namespace sendoff::worker {

// What was asked for, out of an answer. The broker is trusted: an answer of another kind than its
// call asks for is a fault of sendoff's, and an error all the same.
template <class Value>
Result<Value> Take(messages::Answer::Value answer) {
  if (auto* error = std::get_if<Error>(&answer)) return std::move(*error);
  if (auto* value = std::get_if<Value>(&answer)) return std::move(*value);
  return Error{ErrorCode::kInternal, "the broker answered something else than was asked for"};
}

// Of a call that asks for nothing but that it was done.
inline Result<void> TakeNothing(messages::Answer::Value answer) {
  Result<std::monostate> done = Take<std::monostate>(std::move(answer));
  if (!done.ok()) return std::move(done.error());
  return {};
}

}  // namespace sendoff::worker
