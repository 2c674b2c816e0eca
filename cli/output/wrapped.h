// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sendoff::cli {

// What the command says of itself fits this many columns.
inline constexpr size_t kWidth = 80;

// `text` broken between words, beginning in this column, each line but the first behind `indent`
// blanks.
std::string Wrapped(std::string_view text, size_t column, size_t indent);

}  // namespace sendoff::cli
