// SPDX-License-Identifier: MIT
#include "cli/output/whole_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "cli/output/output_file.h"

namespace sendoff::cli {
namespace {

// What the file had before goes, and so do those who could read it, if that may be done: what
// requests hold is not for everybody. A pipe and a terminal have nothing to lose.
bool BeginAnew(int fd) {
  struct stat status {};
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return true;
  fchmod(fd, 0600);
  return ftruncate(fd, 0) == 0;
}

}  // namespace

Result<WholeFile> WholeFile::Open(const std::string& flag, const std::string& path,
                                  const std::string& example) {
  const Result<int> fd = OpenOutput(flag, path, example, 0);
  if (!fd.ok()) return fd.error();
  return WholeFile(flag, path, *fd);
}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : flag_(other.flag_), path_(other.path_), fd_(std::exchange(other.fd_, -1)) {}

WholeFile::~WholeFile() {
  if (fd_ >= 0) close(fd_);
}

bool WholeFile::is_terminal() const { return isatty(fd_) != 0; }

Result<void> WholeFile::Write(std::string_view text) {
  int error = path_ == "-" || BeginAnew(fd_) ? WriteAll(fd_, text) : errno;
  // Some file systems say only now that there was no room.
  if (close(std::exchange(fd_, -1)) != 0 && error == 0) error = errno;
  if (error == 0) return {};
  return Error{ErrorCode::kIo, flag_ + ": cannot write " + path_ + ": " + std::strerror(error) +
                                   "; the file is not complete"};
}

}  // namespace sendoff::cli
