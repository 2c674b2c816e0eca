// SPDX-License-Identifier: MIT
#include "cli/output/line_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <climits>
#include <cstring>
#include <utility>

#include "base/clock.h"
#include "cli/output/output_file.h"

namespace sendoff::cli {
namespace {

// After a write. What comes in quick succession then goes together, and whoever adds it need not
// wake the writer for each line.
constexpr auto kGathering = std::chrono::milliseconds(2);

// Locks the whole of a file against other writers, for as long as it lives. The lock belongs to the
// open file, not to the process, and goes with it, however the process ends. Where there are no
// locks it does nothing.
class FileLock {
 public:
  explicit FileLock(int fd) : fd_(fd) {
    while (Set(F_OFD_SETLKW, F_WRLCK) != 0 && errno == EINTR) {
    }
  }
  ~FileLock() { Set(F_OFD_SETLK, F_UNLCK); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int Set(int command, short type) const {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return fcntl(fd_, command, &lock);
  }

  const int fd_;
};

bool IsFile(int fd) {
  struct stat status {};
  return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

bool IsAt(const std::string& path, int fd) {
  struct stat there {};
  struct stat open {};
  return stat(path.c_str(), &there) == 0 && fstat(fd, &open) == 0 && there.st_ino == open.st_ino &&
         there.st_dev == open.st_dev;
}

// The same file, for reading.
int OpenToRead(int fd) {
  return open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_RDONLY | O_CLOEXEC);
}

// How many of the lines go into one write. All, where others are locked out; what a pipe takes as
// one, where they may not be, but at least a line.
size_t ChunkSize(std::string_view lines, bool is_file) {
  if (is_file || lines.size() <= PIPE_BUF) return lines.size();
  const size_t fitting = lines.rfind('\n', PIPE_BUF - 1);
  return 1 + (fitting != std::string_view::npos ? fitting : lines.find('\n'));
}

}  // namespace

LineWriter::LineWriter(int fd, const Options& options)
    : options_(options), fd_(fd), is_file_(IsFile(fd)), read_fd_(is_file_ ? OpenToRead(fd) : -1) {}

Result<std::unique_ptr<LineWriter>> LineWriter::Start(int fd, const Options& options) {
  std::unique_ptr<LineWriter> self(new LineWriter(fd, options));
  // A file that may not be read is taken as it is.
  if (self->is_file_ && self->read_fd_ < 0 && (errno == EMFILE || errno == ENFILE)) {
    return Error{ErrorCode::kIo, std::strerror(errno)};
  }
  const int status = pthread_create(&self->thread_, nullptr, &Main, self.get());
  if (status != 0) {
    return Error{ErrorCode::kIo, std::string("cannot start a thread: ") + std::strerror(status)};
  }
  self->running_ = true;
  return self;
}

LineWriter::~LineWriter() {
  Close();
  if (read_fd_ >= 0) close(read_fd_);
}

void LineWriter::Add(std::string_view line) {
  bool is_idle = false;
  {
    const std::lock_guard lock(mutex_);
    if (!waiting_.empty() && waiting_.size() + line.size() > options_.waiting_bytes) {
      ++left_out_;
      return;
    }
    waiting_ += line;
    is_idle = idle_;
  }
  if (is_idle) changed_.notify_one();
}

LineWriter::End LineWriter::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_one();
  if (std::exchange(running_, false)) pthread_join(thread_, nullptr);
  // Some file systems say only now that there was no room.
  const int fd = std::exchange(fd_, -1);
  if (fd >= 0 && close(fd) != 0) Keep(errno);
  return {error_, left_out_};
}

void* LineWriter::Main(void* self) {
  auto* writer = static_cast<LineWriter*>(self);
  std::string lines;
  while (writer->Take(&lines)) {
    writer->Write(lines);
    writer->Gather();
  }
  return nullptr;
}

void LineWriter::Gather() {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, After(std::chrono::steady_clock::now(), kGathering),
                      [this] { return closed_; });
}

bool LineWriter::Take(std::string* lines) {
  lines->clear();
  std::unique_lock lock(mutex_);
  idle_ = true;
  changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
  idle_ = false;
  std::swap(*lines, waiting_);
  return !lines->empty();
}

void LineWriter::FollowPath() {
  if (!is_file_ || options_.path.empty() || IsAt(options_.path, fd_)) return;
  const int fd = OpenToWrite(options_.path, O_APPEND);
  if (fd < 0) return;
  if (!IsFile(fd)) {
    close(fd);
    return;
  }
  if (close(std::exchange(fd_, fd)) != 0) Keep(errno);
  if (read_fd_ >= 0) close(read_fd_);
  read_fd_ = OpenToRead(fd_);
}

void LineWriter::Write(std::string_view lines) {
  FollowPath();
  const FileLock lock(fd_);
  int error = EndsInAFragment() ? WriteAll(fd_, "\n") : 0;
  while (error == 0 && !lines.empty()) {
    const size_t size = ChunkSize(lines, is_file_);
    error = WriteAll(fd_, lines.substr(0, size));
    lines.remove_prefix(size);
  }
  if (error != 0) Keep(error);
}

void LineWriter::Keep(int error) {
  if (error_ == 0) error_ = error;
}

bool LineWriter::EndsInAFragment() const {
  struct stat status {};
  if (read_fd_ < 0 || fstat(read_fd_, &status) != 0 || status.st_size == 0) return false;
  char last = '\n';
  return pread(read_fd_, &last, 1, status.st_size - 1) == 1 && last != '\n';
}

}  // namespace sendoff::cli
