// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace sendoff {

// RFC 4648 section 4, with padding, on one line.
std::string Base64(std::string_view bytes);

}  // namespace sendoff
