// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace sendoff::worker {

// What `call` has left in errno, as "unshare: Operation not permitted".
inline Error SystemError(const char* call, int error = errno) {
  return {ErrorCode::kIo, std::string(call) + ": " + std::strerror(error)};
}

}  // namespace sendoff::worker
