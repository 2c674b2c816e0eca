// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/thread.h"

namespace sendoff::cli {

// What a command says while it goes on: its report, complaints on standard error, and, where that
// is a terminal, a line of progress below both, which is gone before anything else is written and
// at the end. A thread of its own writes, so that nobody waits for a terminal that stands still.
class TerminalOutput {
 public:
  struct Options {
    int report_fd = 1;
    // Makes the line of progress anew, ten times a second; on the thread that writes. None: there
    // is no such line. Only where standard error obeys escapes.
    std::function<std::string()> progress{};
  };

  // kIo when there is no thread to be had.
  static Result<std::unique_ptr<TerminalOutput>> Start(Options options);

  // As `Close`.
  ~TerminalOutput();
  TerminalOutput(const TerminalOutput&) = delete;
  TerminalOutput& operator=(const TerminalOutput&) = delete;

  // Whole lines, for the report and for standard error. Any thread; never waits. What there is no
  // room for, because nobody has read for a long time, is left out, and told of by `Close`.
  void Print(std::string text) { Add(options_.report_fd, std::move(text)); }
  void Complain(std::string text) { Add(2, std::move(text)); }

  // Returns when not much waits to be written any more, or nobody is to wait.
  void WaitForRoom();

  // From now on nobody waits for room. Any thread.
  void WaitNoMore();

  // `Close` waits for nobody: the process is about to end, and this is not destroyed. Any thread.
  void Abandon();

  // Waits until everything has been written, or could not be. kIo for what could not be of the
  // report, the first time. Nothing is added afterwards.
  Result<void> Close();

 private:
  struct Piece {
    int fd;
    std::string text;
  };

  explicit TerminalOutput(Options options);

  void Add(int fd, std::string text);
  void Main();
  // What waits, or nothing when it is time for the next line of progress. False at the end.
  bool Take(std::vector<Piece>* pieces);

  // The thread's.
  void Write(const Piece& piece);
  void ShowProgress();
  void HideProgress();

  const Options options_;
  Thread thread_;
  int error_ = 0;  // errno of the report's first failure; the thread's until that has ended
  // The thread's.
  bool progress_is_shown_ = false;
  std::chrono::steady_clock::time_point next_progress_;

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::vector<Piece> waiting_;
  size_t waiting_bytes_ = 0;
  size_t left_out_ = 0;  // bytes
  bool nobody_waits_ = false;
  bool closed_ = false;
  bool abandoned_ = false;
  bool finished_ = false;  // the thread has nothing more to do
};

}  // namespace sendoff::cli
