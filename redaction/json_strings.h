// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sendoff::redaction {

// The strings among the values of a JSON document that is an object or a list, but for URLs without
// credentials. None of what is no such document.
std::vector<std::string> StringsOfJson(std::string_view text);

}  // namespace sendoff::redaction
