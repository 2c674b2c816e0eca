// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sendoff {

// `text` without anything that a terminal would obey or that the eye cannot see: control characters
// other than line ends and tabs, and bytes that are no UTF-8, become \xNN; characters that turn the
// direction of writing, take no room, or end a line where none is expected, become \u{NNNN}. What
// scripts and servers say goes through this before it is shown.
std::string Printable(std::string_view text);

// The same for what has to stand on one line: its line ends and tabs, too.
std::string PrintableLine(std::string_view text);

// The same for JSON, which stays JSON and says the same: as \uNNNN. In JSON such characters stand
// in strings only.
std::string PrintableJson(std::string_view json);

// What stands before each line that is not the report's own, so that no text of a step or a server
// can look like a line of it.
inline constexpr std::string_view kMargin = "| ";

// `text` with `spaces` and the margin behind each of its line ends.
std::string WithMargin(std::string_view text, size_t spaces);

}  // namespace sendoff
