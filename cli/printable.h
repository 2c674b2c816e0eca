// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace sendoff::cli {

// `text` without anything a terminal would obey: control characters other than line ends and tabs
// become \xNN. What scripts and servers say goes through this before it is shown.
std::string Printable(std::string_view text);

}  // namespace sendoff::cli
