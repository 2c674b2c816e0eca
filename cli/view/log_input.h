// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>

#include "report/page/page_lines.h"

namespace sendoff::cli {

// Reads a log into the lines of a page: a file of `--log`, or what else log_formats.h knows. `name`
// is that of a file, or - for standard input, of which all is read. A line that is damaged, or
// longer than any of a log, is no error. kIo where the file cannot be read; kUsage where it is
// nothing that could be shown.
Result<void> ReadLog(const std::string& name, PageLines* lines);

}  // namespace sendoff::cli
