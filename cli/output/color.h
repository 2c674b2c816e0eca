// SPDX-License-Identifier: MIT
#pragma once

namespace sendoff::cli {

// Whether `fd` is a terminal that obeys escape sequences.
bool ObeysEscapes(int fd);

enum class Color { kAuto, kAlways, kNever };

// Whether what goes to `fd` is to be in colour. kAuto: as $FORCE_COLOR says, where it is set, or
// else where $NO_COLOR is not and `fd` obeys escapes. An empty variable is as
// one that is not set; FORCE_COLOR=0 is never.
bool WantsColor(Color color, int fd);

}  // namespace sendoff::cli
