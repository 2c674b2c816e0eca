// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace sendoff::messages {

// Whether a text is one JSON document, by the grammar of RFC 8259 alone: whatever JSON.stringify
// writes passes. No parser that we have takes all of that, such as integers beyond 64 bits, halves
// of surrogate pairs, and levels by the thousand. Whether it is UTF-8 is another question.
bool IsJson(std::string_view text);
bool IsJsonObject(std::string_view text);

}  // namespace sendoff::messages
