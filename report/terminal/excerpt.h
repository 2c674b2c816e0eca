// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sendoff {

// As much of `text` as has no more than so many columns on a terminal, with "..." behind what was
// cut.
std::string Cut(std::string_view text, size_t columns);

// As much of a body as tells what a server said: its first lines. Empty where it is no text.
std::string FirstLines(std::string_view body);

}  // namespace sendoff
