// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>

namespace sendoff::cli {

// Shows a file in the person's browser: by the program that $BROWSER names, else by xdg-open. kIo
// when there is neither, or it fails.
Result<void> OpenPage(const std::string& path);

}  // namespace sendoff::cli
