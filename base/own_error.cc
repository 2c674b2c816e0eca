// SPDX-License-Identifier: MIT
#include "base/own_error.h"

#include <utility>

namespace sendoff {

StepError OwnError(ErrorCode kind, std::string_view name, std::string message) {
  StepError error;
  error.kind = kind;
  error.name = name;
  error.message = std::move(message);
  error.code = ErrorName(kind);
  error.stack = error.name + ": " + error.message;
  return error;
}

}  // namespace sendoff
