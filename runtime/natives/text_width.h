// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace sendoff::runtime {

// How many columns a text in UTF-8 has on a terminal: two for a wide character, none for one that
// is set upon another.
size_t ColumnsOf(std::string_view text);

}  // namespace sendoff::runtime
