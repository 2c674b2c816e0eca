// SPDX-License-Identifier: MIT
#include "cli/log_file.h"

#include <sendoff/json.h>

#include <cerrno>
#include <cstring>

namespace sendoff::cli {

Result<std::unique_ptr<LogFile>> LogFile::Open(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "ab");
  if (file == nullptr) {
    return Error{ErrorCode::kIo, "--log: cannot write " + path + ": " + std::strerror(errno)};
  }
  return std::unique_ptr<LogFile>(new LogFile(path, file));
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
