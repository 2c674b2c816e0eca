// SPDX-License-Identifier: MIT
#include "cli/output/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace sendoff::cli {
namespace {

// What the file had before goes; a pipe and a terminal have nothing to lose.
bool MakeEmpty(int fd) {
  struct stat status {};
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return true;
  return ftruncate(fd, 0) == 0;
}

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(wrote));
  }
  return true;
}

}  // namespace

Result<WholeFile> WholeFile::Open(const std::string& flag, const std::string& path,
                                  const std::string& example) {
  // Opening a pipe waits for its reader, unless told not to. What requests hold is not for
  // everybody.
  const int fd = path == "-"
                     ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                     : open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
  if (fd < 0) {
    const std::string why = errno == ENXIO    ? "nobody reads from it"
                            : errno == ENOENT ? "there is no such folder; give a file in one that "
                                                "there is, such as " +
                                                    flag + " " + example
                                              : std::strerror(errno);
    return Error{ErrorCode::kIo, flag + ": cannot write " + path + ": " + why};
  }
  // Of standard output others have the very same description.
  if (path != "-") fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  return WholeFile(flag, path, fd);
}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : flag_(other.flag_), path_(other.path_), fd_(std::exchange(other.fd_, -1)) {}

WholeFile::~WholeFile() {
  if (fd_ >= 0) close(fd_);
}

bool WholeFile::is_terminal() const { return isatty(fd_) != 0; }

Result<void> WholeFile::Write(std::string_view text) {
  const bool wrote = (path_ == "-" || MakeEmpty(fd_)) && WriteAll(fd_, text);
  int error = wrote ? 0 : errno;
  // Some file systems say only now that there was no room.
  if (close(std::exchange(fd_, -1)) != 0 && error == 0) error = errno;
  if (error == 0) return {};
  return Error{ErrorCode::kIo, flag_ + ": cannot write " + path_ + ": " + std::strerror(error) +
                                   "; the file is not complete"};
}

}  // namespace sendoff::cli
