// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sendoff {

// RFC 4648 section 4, with padding, on one line.
std::string Base64(std::string_view bytes);

// The bytes that Base64 made `text` of; none when it is not such a text.
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace sendoff
