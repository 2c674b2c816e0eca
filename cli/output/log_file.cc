// SPDX-License-Identifier: MIT
#include "cli/output/log_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/output/printable.h"
#include "report/json/record_json.h"
#include "report/json/run_json.h"

namespace sendoff::cli {

Result<std::unique_ptr<LogFile>> LogFile::Open(const std::string& path,
                                               const LineWriter::Options& options) {
  // Opening a pipe waits for its reader, unless told not to. What requests hold is not for
  // everybody.
  const int fd = path == "-" ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                             : open(path.c_str(),
                                    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
  if (fd < 0) {
    const std::string why = errno == ENXIO    ? "nobody reads from it"
                            : errno == ENOENT ? "there is no such folder; give a file in one that "
                                                "there is, such as --log run.jsonl"
                                              : std::strerror(errno);
    return Error{ErrorCode::kIo, "--log: cannot write " + path + ": " + why};
  }
  // Of standard output others have the very same description.
  if (path != "-") fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  const bool is_terminal = isatty(fd) != 0;
  auto writer = LineWriter::Start(fd, options);
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
