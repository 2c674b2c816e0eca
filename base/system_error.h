// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

namespace sendoff {

// What the system says of something that has failed, as "unshare: Operation not permitted" (kIo).
inline Error SystemError(std::string_view what, int error = errno) {
  return {ErrorCode::kIo, std::string(what) + ": " + std::strerror(error)};
}

}  // namespace sendoff
