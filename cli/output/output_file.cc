// SPDX-License-Identifier: MIT
#include "cli/output/output_file.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sendoff::cli {
namespace {

std::string WhyNotWritten(int error, const std::string& flag, const std::string& example) {
  if (error == ENXIO) return "nobody reads from it";
  if (error != ENOENT) return std::strerror(error);
  return "there is no such folder; give a file in one that there is, such as " + flag + " " +
         example;
}

}  // namespace

int OpenToWrite(const std::string& path, int how) {
  // Opening a pipe waits for its reader, unless told not to. What requests hold is not for
  // everybody.
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | how, 0600);
  if (fd >= 0) fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  return fd;
}

Result<int> OpenOutput(const std::string& flag, const std::string& path, const std::string& example,
                       int how) {
  const int fd = path == "-" ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0) : OpenToWrite(path, how);
  if (fd >= 0) return fd;
  const int error = errno;
  return Error{ErrorCode::kIo,
               flag + ": cannot write " + path + ": " + WhyNotWritten(error, flag, example)};
}

int WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    // Whoever gave us this descriptor may have made it so that it does not wait.
    if (wrote < 0 && errno == EAGAIN) {
      pollfd writable = {fd, POLLOUT, 0};
      poll(&writable, 1, -1);
      continue;
    }
    if (wrote < 0) return errno;
    bytes.remove_prefix(static_cast<size_t>(wrote));
  }
  return 0;
}

}  // namespace sendoff::cli
