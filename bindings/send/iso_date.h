// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace sendoff::bindings {

// A time of JavaScript, milliseconds since 1970, as Date.prototype.toISOString has it. Not for NaN.
std::string IsoDate(double milliseconds);

}  // namespace sendoff::bindings
