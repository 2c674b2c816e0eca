// SPDX-License-Identifier: MIT
#include "sources/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace sendoff::sources {
namespace {

// From Linux 6.3 on, a file in memory that is to be executed should say so; before, the kernel
// refuses the flag, which older headers do not have.
constexpr unsigned kMayBeExecuted = 0x10;

int Open(bool program) {
  if (program) {
    const int fd = memfd_create("sendoff", MFD_CLOEXEC | kMayBeExecuted);
    if (fd >= 0 || errno != EINVAL) return fd;
  }
  return memfd_create("sendoff", MFD_CLOEXEC);
}

// As long as it lives, a file that may not grow is an error of the write and nothing more: the
// signal that comes with it, to the thread that writes, would end a host that does not expect it.
class NoFileSizeSignal {
 public:
  NoFileSizeSignal() {
    sigemptyset(&signal_);
    sigaddset(&signal_, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signal_, &before_);
  }
  ~NoFileSizeSignal() {
    if (sigismember(&before_, SIGXFSZ) != 0) return;
    const int error = errno;  // of the write
    const timespec at_once{};
    while (sigtimedwait(&signal_, nullptr, &at_once) == SIGXFSZ) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = error;
  }
  NoFileSizeSignal(const NoFileSizeSignal&) = delete;
  NoFileSizeSignal& operator=(const NoFileSizeSignal&) = delete;

 private:
  sigset_t signal_{};
  sigset_t before_{};
};

bool WriteAll(int fd, std::string_view bytes) {
  const NoFileSizeSignal no_signal;
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t wrote =
        pwrite(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (wrote < 0 && errno != EINTR) return false;
    if (wrote > 0) done += static_cast<size_t>(wrote);
  }
  return true;
}

Error Fail() { return {ErrorCode::kIo, std::string("no file in memory: ") + std::strerror(errno)}; }

}  // namespace

Result<MemoryFile> MemoryFile::Create(std::string_view bytes, bool program) {
  const Descriptor opened(Open(program));
  if (!opened.is_open()) return Fail();
  // A process that was started without standard input has 0 free.
  MemoryFile file(Descriptor(fcntl(opened.fd(), F_DUPFD_CLOEXEC, 3)));
  if (!file.file_.is_open() || !WriteAll(file.fd(), bytes)) return Fail();
  return file;
}

std::string MemoryFile::Read(size_t limit) const {
  const off_t size = lseek(fd(), 0, SEEK_END);
  std::string text(std::min(limit, static_cast<size_t>(std::max<off_t>(size, 0))), '\0');
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t got =
        pread(fd(), text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (got == 0 || (got < 0 && errno != EINTR)) break;
    if (got > 0) done += static_cast<size_t>(got);
  }
  text.resize(done);
  return text;
}

}  // namespace sendoff::sources
