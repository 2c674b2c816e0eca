// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <type_traits>

namespace sendoff {

// Calls `call(context)`, which calls something that the embedder gave. An exception that leaves it
// ends here: what was thrown, in words; none where it returned. sendoff is compiled without
// exceptions, and one that passed through it would leave locks locked and threads dead.
std::optional<std::string> CallHost(void (*call)(void* context), void* context);

// The same for a callable. Nothing that `call` makes is destroyed when an exception passes: it
// makes nothing.
template <class F>
std::optional<std::string> CallHost(F&& call) {
  using Function = std::remove_reference_t<F>;
  return CallHost([](void* context) { (*static_cast<Function*>(context))(); }, &call);
}

}  // namespace sendoff
