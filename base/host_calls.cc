// SPDX-License-Identifier: MIT
// Compiled with exceptions, as the one file of the library.
#include "base/host_calls.h"

#include <exception>

namespace sendoff {

std::optional<std::string> CallHost(void (*call)(void* context), void* context) {
  try {
    call(context);
    return std::nullopt;
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "something that is no std::exception";
  }
}

}  // namespace sendoff
