// SPDX-License-Identifier: MIT
#include "request/limit_error.h"

namespace sendoff::request {

Error LimitError(const std::string& what, uint64_t limit, const char* option) {
  return {ErrorCode::kSendLimit, what + " " + std::to_string(limit) + " (" + option +
                                     "); send less, or raise the limit where the step " + "is run"};
}

}  // namespace sendoff::request
