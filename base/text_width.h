// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace sendoff {

// How many columns a text in UTF-8 has on a terminal: two for a wide character, none for one that
// is set upon another.
size_t ColumnsOf(std::string_view text);

// The longest beginning of `text` that has no more than so many; characters that are set upon its
// last are in it.
std::string_view FirstColumns(std::string_view text, size_t columns);

}  // namespace sendoff
