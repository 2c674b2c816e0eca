// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <cstdint>
#include <string>

namespace sendoff::request {

// What a call is refused with that passes a limit: "<what> <limit> (<option>); send less, ...",
// where `what` ends in "than the limit of" and `option` is the member of SendLimits.
Error LimitError(const std::string& what, uint64_t limit, const char* option);

}  // namespace sendoff::request
