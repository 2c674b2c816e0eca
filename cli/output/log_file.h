// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>

#include <memory>
#include <string>
#include <utility>

#include "cli/output/line_writer.h"

namespace sendoff::cli {

// The file of --log: one record a line, added at its end as each request ends, so that a crash
// loses next to none of the lines before it. Several processes may write to one file.
class LogFile {
 public:
  // Opens `path` for adding to it, or standard output where it is -; kIo when that cannot be done.
  static Result<std::unique_ptr<LogFile>> Open(const std::string& path,
                                               const LineWriter::Options& options = {});

  // Any thread; does not wait until it is written.
  void Write(const Record& record);

  // Waits until all is written. kIo when any line was not.
  Result<void> Close();

 private:
  LogFile(std::string path, bool is_terminal, std::unique_ptr<LineWriter> writer)
      : path_(std::move(path)), is_terminal_(is_terminal), writer_(std::move(writer)) {}

  const std::string path_;
  const bool is_terminal_;
  const std::unique_ptr<LineWriter> writer_;
};

}  // namespace sendoff::cli
