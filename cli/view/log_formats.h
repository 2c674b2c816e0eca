// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

#include "report/page/page_lines.h"

namespace sendoff::cli {

// A format besides the lines of `--log`: one document, which is turned into such lines.
struct LogFormat {
  // By the first bytes of a file, without the blanks before them.
  bool (*is)(std::string_view beginning);
  // An error, without the name of the file, where the document cannot be read.
  Result<void> (*read)(const std::string& document, PageLines* lines);
};

// Null for lines.
const LogFormat* FormatOf(std::string_view beginning);

}  // namespace sendoff::cli
