// SPDX-License-Identifier: MIT
#include "cli/log_file.h"

#include <sendoff/json.h>

#include <fcntl.h>

#include <cerrno>
#include <cstring>

namespace sendoff::cli {

Result<std::unique_ptr<LogFile>> LogFile::Open(const std::string& path) {
  // Opening a pipe waits for its reader, unless told not to.
  const int fd = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
  if (fd < 0) {
    const std::string why = errno == ENXIO ? "nobody reads from it" : std::strerror(errno);
    return Error{ErrorCode::kIo, "--log: cannot write " + path + ": " + why};
  }
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  return std::unique_ptr<LogFile>(new LogFile(path, fdopen(fd, "ab")));
}

void LogFile::Write(const Record& record) {
  const std::string line = ToJson(record) + "\n";
  const bool written = std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size() &&
                       std::fflush(file_.get()) == 0;
  if (!written) Keep(errno);
}

Result<void> LogFile::Close() {
  if (std::fclose(file_.release()) != 0) Keep(errno);
  if (error_ == 0) return {};
  return Error{ErrorCode::kIo, "--log: cannot write " + path_ + ": " + std::strerror(error_) +
                                   "; the log is not complete"};
}

void LogFile::Keep(int error) {
  if (error_ == 0) error_ = error;
}

}  // namespace sendoff::cli
