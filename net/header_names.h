// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <string_view>

namespace sendoff::net {

// Whether two field names are the same: ASCII letters in any case (RFC 9110 section 5.1).
bool SameHeaderName(std::string_view a, std::string_view b);

// The first field named `name`, or null.
const Header* FindHeader(const HeaderList& headers, std::string_view name);

// Whether `text` is a token (RFC 9110 section 5.6.2), as methods and field names are.
bool IsToken(std::string_view text);

}  // namespace sendoff::net
