// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace sendoff {

// What an errno means, and where a limit is behind it that an operator can raise, which: "Too many
// open files; raise ...".
std::string SystemSays(int number);

}  // namespace sendoff
