// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace sendoff::sources {

// What every message says that has no module to offer.
inline constexpr std::string_view kWhatCanBeImported =
    "In this version a step can use files of its own by a relative path, such as './helper.mjs'";

}  // namespace sendoff::sources
