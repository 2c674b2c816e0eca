// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace sendoff {

// `json` with U+FFFD for each half of a pair of surrogates that stands alone as an escape
// ("\ud83d"): browsers write such JSON where a body was cut or is no text, and no reader of UTF-8
// takes it.
std::string WithoutLoneSurrogates(std::string_view json);

}  // namespace sendoff
