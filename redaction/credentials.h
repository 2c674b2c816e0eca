// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <string>
#include <string_view>

namespace sendoff::redaction {

// `url`, absolute or relative, with its userinfo replaced.
std::string RedactUrl(std::string_view url);

// Replaces the values of fields that carry credentials whatever a run was given in confidence:
// Authorization, Proxy-Authorization, Cookie and Set-Cookie, and the userinfo of the URL in
// Location, Content-Location and Referer. Applied when a record is built, before anything can show
// it.
void RedactHeaders(HeaderList& headers);

}  // namespace sendoff::redaction
