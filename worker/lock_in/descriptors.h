// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <vector>

namespace sendoff::worker {

// Closes every descriptor but these. Of 0, 1 and 2 those that are not among them become one that
// takes and gives nothing: or else what is opened next would have their number, and be written to
// by whoever prints.
Result<void> KeepDescriptors(std::vector<int> kept);

}  // namespace sendoff::worker
