// SPDX-License-Identifier: MIT
#include <sendoff/error.h>

#include "base/check.h"

namespace sendoff {
inline namespace v1 {

std::string_view ErrorName(ErrorCode code) {
  switch (code) {
#define SENDOFF_X(enumerator, number, name) \
  case ErrorCode::enumerator:               \
    return name;
    SENDOFF_ERROR_CODES(SENDOFF_X)
#undef SENDOFF_X
  }
  SENDOFF_UNREACHABLE();
}

}  // namespace v1
}  // namespace sendoff
