// SPDX-License-Identifier: MIT
#include "cli/output/terminal_output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <utility>

#include "base/broken_pipe.h"
#include "base/clock.h"
#include "base/text_width.h"
#include "cli/output/output_file.h"

namespace sendoff::cli {
namespace {

// How long what was said is written on when nobody is to wait for it any more.
constexpr auto kLastWords = std::chrono::seconds(1);

constexpr size_t kRoom = size_t{1} << 20;   // bytes that may wait, of those who would wait for room
constexpr size_t kMost = size_t{64} << 20;  // bytes that may wait, whoever does not
constexpr auto kProgress = std::chrono::milliseconds(100);
constexpr std::string_view kToLineStart = "\r";
constexpr std::string_view kClearToLineEnd = "\x1b[K";

size_t ColumnsOfTerminal(int fd) {
  constexpr size_t kUsual = 80;
  winsize size{};
  return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

}  // namespace

Result<std::unique_ptr<TerminalOutput>> TerminalOutput::Start(Options options) {
  std::unique_ptr<TerminalOutput> self(new TerminalOutput(std::move(options)));
  auto thread = Thread::Start([output = self.get()] { output->Main(); });
  if (!thread.ok()) return std::move(thread.error());
  self->thread_ = std::move(*thread);
  return self;
}

// What is over at once has no progress.
TerminalOutput::TerminalOutput(Options options)
    : options_(std::move(options)),
      next_progress_(After(std::chrono::steady_clock::now(), kProgress)) {}

TerminalOutput::~TerminalOutput() {
  (void)Close();
  if (thread_.joinable()) thread_.Join();
}

void TerminalOutput::Add(int fd, std::string text) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_bytes_ > kMost) {
      left_out_ += text.size();
      return;
    }
    waiting_bytes_ += text.size();
    if (!waiting_.empty() && waiting_.back().fd == fd) {
      waiting_.back().text += text;
      return;
    }
    waiting_.push_back({fd, std::move(text)});
  }
  changed_.notify_all();
}

void TerminalOutput::WaitForRoom() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_bytes_ < kRoom || nobody_waits_; });
}

void TerminalOutput::WaitNoMore() {
  {
    const std::lock_guard lock(mutex_);
    nobody_waits_ = true;
  }
  changed_.notify_all();
}

void TerminalOutput::Abandon() {
  {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
  }
  changed_.notify_all();
}

Result<void> TerminalOutput::Close() {
  {
    std::unique_lock lock(mutex_);
    closed_ = nobody_waits_ = true;
    changed_.notify_all();
    if (!thread_.joinable()) return {};
    changed_.wait(lock, [this] { return finished_ || abandoned_; });
    // Who reads gets the last words.
    const Instant end = After(std::chrono::steady_clock::now(), kLastWords);
    if (!changed_.wait_until(lock, end, [this] { return finished_; })) return {};
  }
  thread_.Join();
  const int error = std::exchange(error_, 0);
  const size_t left_out = std::exchange(left_out_, 0);
  if (error == 0 && left_out == 0) return {};
  const std::string why =
      error != 0 ? std::strerror(error)
                 : "its reader is too slow: " + std::to_string(left_out) + " bytes were left out";
  return Error{ErrorCode::kIo, std::string("cannot write the report to standard ") +
                                   (options_.report_fd == STDERR_FILENO ? "error" : "output") +
                                   ": " + why};
}

void TerminalOutput::Main() {
  BlockBrokenPipe();
  std::vector<Piece> pieces;
  while (Take(&pieces)) {
    const bool is_due = progress_is_shown_ || std::chrono::steady_clock::now() >= next_progress_;
    if (!pieces.empty()) HideProgress();
    for (const Piece& piece : pieces) Write(piece);
    if (is_due) ShowProgress();
  }
  HideProgress();
  const std::lock_guard lock(mutex_);
  finished_ = true;
  changed_.notify_all();
}

bool TerminalOutput::Take(std::vector<Piece>* pieces) {
  pieces->clear();
  std::unique_lock lock(mutex_);
  const auto has_some = [this] { return closed_ || !waiting_.empty(); };
  if (options_.progress) {
    changed_.wait_until(lock, next_progress_, has_some);
  } else {
    changed_.wait(lock, has_some);
  }
  std::swap(*pieces, waiting_);
  const bool was_full = waiting_bytes_ >= kRoom;
  waiting_bytes_ = 0;
  const bool goes_on = !pieces->empty() || !closed_;
  lock.unlock();
  if (was_full) changed_.notify_all();
  return goes_on;
}

void TerminalOutput::Write(const Piece& piece) {
  // A report of which something is missing in the middle is none.
  if (piece.fd == options_.report_fd && error_ != 0) return;
  const int error = WriteAll(piece.fd, piece.text);
  if (piece.fd == options_.report_fd) error_ = error;
}

void TerminalOutput::ShowProgress() {
  if (!options_.progress) return;
  const std::string line = options_.progress();
  // The last column stays free: some terminals go to the next line once it is written.
  const std::string_view shown = FirstColumns(line, ColumnsOfTerminal(STDERR_FILENO) - 1);
  WriteAll(STDERR_FILENO, std::string(kToLineStart).append(shown).append(kClearToLineEnd));
  progress_is_shown_ = true;
  next_progress_ = After(std::chrono::steady_clock::now(), kProgress);
}

void TerminalOutput::HideProgress() {
  if (!std::exchange(progress_is_shown_, false)) return;
  WriteAll(STDERR_FILENO, std::string(kToLineStart).append(kClearToLineEnd));
}

}  // namespace sendoff::cli
