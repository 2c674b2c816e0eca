// SPDX-License-Identifier: MIT
#include "cli/output/log_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "cli/output/output_file.h"
#include "report/json/record_json.h"
#include "report/json/run_json.h"
#include "report/terminal/printable.h"

namespace sendoff::cli {

Result<std::unique_ptr<LogFile>> LogFile::Open(const std::string& path,
                                               const LineWriter::Options& options) {
  const Result<int> fd = OpenOutput("--log", path, "run.jsonl", O_APPEND);
  if (!fd.ok()) return fd.error();
  const bool is_terminal = isatty(*fd) != 0;
  LineWriter::Options with_path = options;
  if (path != "-") with_path.path = path;
  auto writer = LineWriter::Start(*fd, with_path);
  if (!writer.ok()) {
    return Error{ErrorCode::kIo, "--log: cannot write " + path + ": " + writer.error().message};
  }
  return std::unique_ptr<LogFile>(new LogFile(path, is_terminal, std::move(*writer)));
}

template <class Fill>
void LogFile::AddLine(Fill fill) {
  const std::lock_guard lock(mutex_);
  line_.Clear();
  fill(line_);
  if (is_terminal_) return writer_->Add(PrintableJson(line_.text()) + '\n');
  line_.EndLine();
  writer_->Add(line_.text());
}

void LogFile::Write(const Record& record) {
  AddLine([&](JsonWriter& line) { WriteRecord(line, record); });
}

void LogFile::Write(const std::string& file, const StepResult& step) {
  AddLine([&](JsonWriter& line) { WriteRun(line, file, step); });
}

Result<void> LogFile::Close() {
  const LineWriter::End end = writer_->Close();
  std::string why;
  if (end.error != 0) why = std::strerror(end.error);
  if (end.left_out > 0) {
    if (!why.empty()) why += ", and ";
    why += "its reader is too slow: " + std::to_string(end.left_out) + " lines were left out";
  }
  if (why.empty()) return {};
  return Error{ErrorCode::kIo,
               "--log: cannot write " + path_ + ": " + why + "; the log is not complete"};
}

}  // namespace sendoff::cli
