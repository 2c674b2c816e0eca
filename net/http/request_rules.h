// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace sendoff::net {

// What a request may not carry, wherever it comes from (a script, or bytes that somebody stored),
// and what it may do without.

// Whether a request with `method`, in upper case, is never sent: it talks to proxies and servers,
// not to resources, as the Fetch standard has it.
bool IsForbiddenMethod(std::string_view method);

// Whether the field frames the connection, and so is the engine's own.
bool BelongsToConnection(std::string_view name);

// Whether a request without a body is sent without a Content-Length: with a method that says
// nothing about a body. With any other, a server may wait for one. The same four as in Node, whose
// requests are the measure.
bool MayGoWithoutLength(std::string_view method);

// Whether `c` may stand in a field's value. RFC 9110 section 5.5: visible characters, space, tab,
// and the bytes above 7F.
inline bool IsFieldValueChar(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

}  // namespace sendoff::net
