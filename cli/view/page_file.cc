// SPDX-License-Identifier: MIT
#include "cli/view/page_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sendoff::cli {
namespace {

Error CannotWrite(const std::string& flag, const std::string& path, int error) {
  const std::string why =
      error == ENOENT ? "there is no such folder; give a file in one that there is, such as " +
                            flag + " page.html"
                      : std::strerror(error);
  return {ErrorCode::kIo, flag + ": cannot write " + path + ": " + why};
}

// errno of what failed; 0: nothing did.
int WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) bytes.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

void HideFromOthers(int fd) {
  struct stat status {};
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) fchmod(fd, 0600);
}

}  // namespace

Result<void> WritePage(const std::string& flag, const std::string& path, std::string_view page) {
  if (path == "-") {
    const int error = WriteAll(STDOUT_FILENO, page);
    if (error != 0) return CannotWrite(flag, "standard output", error);
    return {};
  }
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return CannotWrite(flag, path, errno);
  HideFromOthers(fd);
  int error = WriteAll(fd, page);
  if (close(fd) != 0 && error == 0) error = errno;
  if (error != 0) return CannotWrite(flag, path, error);
  return {};
}

}  // namespace sendoff::cli
