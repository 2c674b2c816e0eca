// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace sendoff::messages {

// Sixteen hexadecimal digits that two builds of the same sources have in common, and no others
// (cmake/build_id.cmake).
std::string BuildId();

}  // namespace sendoff::messages
