// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <string>
#include <string_view>

namespace sendoff::delivery {

// What stands in a record in a secret's place.
inline constexpr std::string_view kRedacted = "[redacted]";

// `url`, absolute or relative, with its userinfo replaced.
std::string RedactUrl(std::string_view url);

// Replaces the values of fields that carry credentials: Authorization, Proxy-Authorization, Cookie
// and Set-Cookie, and the userinfo of the URL in Location, Content-Location and
// Referer. Applied when a record is built, before
// anything can show it.
void RedactHeaders(HeaderList& headers);

}  // namespace sendoff::delivery
