// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sendoff {

bool IsUtf8(std::string_view bytes);

// Why `bytes` of a file are no UTF-8, with the encoding that they look like and how to mend it, in
// words that can follow "it is "; none where they are. Takes the byte order mark of UTF-8 for
// UTF-8, and what looks like UTF-16 for that, though it may be UTF-8 with NULs.
std::optional<std::string> WhyNotUtf8(std::string_view bytes);

// The first `bytes` of a text in UTF-8, or a little less, so that no character is cut.
std::string_view FirstBytes(std::string_view text, size_t bytes);

// Without the byte order mark of UTF-8 that editors put before a text.
std::string_view WithoutByteOrderMark(std::string_view text);

}  // namespace sendoff
