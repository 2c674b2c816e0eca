// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>
#include <sendoff/step.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "cli/output/line_writer.h"
#include "report/json/json_writer.h"

namespace sendoff::cli {

// The file of --log: a line for each request, added at its end as the request ends, so that a crash
// loses next to none of the lines before it, and one for the run behind them. Several processes may
// write to one file.
class LogFile {
 public:
  // Opens `path` for adding to it, or standard output where it is -; kIo when that cannot be done.
  static Result<std::unique_ptr<LogFile>> Open(const std::string& path,
                                               const LineWriter::Options& options = {});

  // Any thread; neither waits until it is written.
  void Write(const Record& record);
  void Write(const std::string& file, const StepResult& step);

  // Waits until all is written. kIo when any line was not.
  Result<void> Close();

 private:
  LogFile(std::string path, bool is_terminal, std::unique_ptr<LineWriter> writer)
      : path_(std::move(path)), is_terminal_(is_terminal), writer_(std::move(writer)) {}

  // Takes what `fill` makes of the line.
  template <class Fill>
  void AddLine(Fill fill);

  const std::string path_;
  const bool is_terminal_;
  const std::unique_ptr<LineWriter> writer_;
  std::mutex mutex_;
  JsonWriter line_;  // guarded by mutex_
};

}  // namespace sendoff::cli
