// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace sendoff::cli {

// Lays out what `--help` prints: usage, flags in their groups, and the command's footer as it is,
// in 80 columns.
class HelpFormatter final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
};

// What stands below the flags: units, exit statuses, environment, examples.
extern const char* const kRunFooter;
extern const char* const kSinkFooter;
extern const char* const kViewFooter;
extern const char* const kDoctorFooter;
extern const char* const kTopFooter;

}  // namespace sendoff::cli
