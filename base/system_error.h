// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <cerrno>
#include <string>
#include <string_view>

#include "base/system_says.h"

namespace sendoff {

// What the system says of something that has failed, as "unshare: Operation not permitted", and how
// to mend it where that is a limit's doing (kIo).
inline Error SystemError(std::string_view what, int error = errno) {
  return {ErrorCode::kIo, std::string(what) + ": " + SystemSays(error)};
}

}  // namespace sendoff
