// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>
#include <vector>

namespace sendoff {

// Whether `text` is a HAR, good or bad, by how it begins, and not the lines of a log.
bool LooksLikeHar(std::string_view text);

// What a HAR says, as the lines of a log (docs/log.md), without their line ends: of one that
// HarWriter made the lines that it was made of; of another tool's one that has for each entry a
// request that was awaited, in the run that is its page. An entry that cannot be read is a line
// that says so, and is no JSON. The error (kIo) says why `text` is no HAR, in words that can follow
// the file's name and a colon.
Result<std::vector<std::string>> LinesOfHar(std::string_view text);

}  // namespace sendoff
