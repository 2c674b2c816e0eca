// SPDX-License-Identifier: MIT
#include "runtime/source_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace sendoff::runtime {
namespace {

constexpr size_t kMaxBytes = 64 << 20;

Error Fail(const std::string& path, const std::string& why) {
  return {ErrorCode::kIo, "cannot read " + path + ": " + why};
}

// Closes a file descriptor.
struct Descriptor {
  explicit Descriptor(int value) : fd(value) {}
  ~Descriptor() {
    if (fd >= 0) close(fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  const int fd;
};

Result<std::string> ReadAll(int fd, const std::string& path) {
  std::string text;
  std::array<char, 64 << 10> buffer;
  for (;;) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got == 0) return text;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Fail(path, std::strerror(errno));
    text.append(buffer.data(), static_cast<size_t>(got));
    if (text.size() > kMaxBytes) return Fail(path, "it is larger than 64 MiB");
  }
}

}  // namespace

Result<std::string> ReadSourceFile(const std::string& path, bool may_be_pipe) {
  // Opening a pipe waits for its writer, unless told not to.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | (may_be_pipe ? 0 : O_NONBLOCK)));
  if (file.fd < 0) return Fail(path, std::strerror(errno));
  struct stat status;
  if (fstat(file.fd, &status) != 0) return Fail(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return Fail(path, "it is a folder");
  // A device may never end.
  const bool readable = S_ISREG(status.st_mode) || (may_be_pipe && S_ISFIFO(status.st_mode));
  if (!readable) return Fail(path, "it is not a file");
  Result<std::string> text = ReadAll(file.fd, path);
  if (!text.ok()) return text;
  if (text->starts_with("\xef\xbb\xbf")) text->erase(0, 3);
  if (text->starts_with("#!")) text->replace(0, 2, "//");
  return text;
}

bool IsFile(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

bool IsFolder(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace sendoff::runtime
