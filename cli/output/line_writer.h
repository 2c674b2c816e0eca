// SPDX-License-Identifier: MIT
#pragma once

#include <pthread.h>
#include <sendoff/result.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace sendoff::cli {

// Writes whole lines to the end of a file, which others may write to at the same time, on a thread
// of its own, so that nobody waits for a slow disk or for the reader of a pipe.
//
// What keeps lines whole: a write begins and ends with a line; where the file has a fragment at its
// end, as one who died while writing leaves it, a line end comes first; and as long as a write goes
// on, maybe in pieces, the file is locked against other writers of this kind. What a pipe takes as
// one is never mixed with what others write to it.
class LineWriter {
 public:
  struct Options {
    // Of lines that wait. What comes when there is no room is left out, and counted; twice as much
    // may be held.
    size_t waiting_bytes = size_t{64} << 20;
    // Of the file: where it is not there any more when lines are to be written, because somebody
    // has moved it away to begin a new one, they go to a new one there. Empty, or what cannot be
    // opened there: they go to where the others went.
    std::string path{};
  };

  struct End {
    int error = 0;          // errno of the first write that failed; 0: none did
    uint64_t left_out = 0;  // lines that there was no room for
  };

  // Takes `fd`, which has been opened to append. kIo when there is no thread to be had.
  static Result<std::unique_ptr<LineWriter>> Start(int fd, const Options& options);

  // As `Close`.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  // `line` has its line end. Any thread; never waits for the file.
  void Add(std::string_view line);

  // Waits until everything has been written, or could not be, however long that takes. Once is
  // enough; nothing is added afterwards.
  End Close();

 private:
  LineWriter(int fd, const Options& options);

  static void* Main(void* self);

  // The lines that wait. False when there are none and none will come.
  bool Take(std::string* lines);
  // The writer's thread only.
  void Gather();
  void Write(std::string_view lines);
  void FollowPath();
  void Keep(int error);
  bool EndsInAFragment() const;

  const Options options_;
  int fd_;              // -1: closed
  const bool is_file_;  // and no pipe or device
  int read_fd_;         // of the same file, to look at its end; -1: it cannot be read
  int error_ = 0;       // the writer's thread only, until that has ended
  bool running_ = false;
  pthread_t thread_{};

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::string waiting_;
  uint64_t left_out_ = 0;
  bool idle_ = false;  // nothing waits, and the next line has to wake the writer
  bool closed_ = false;
};

}  // namespace sendoff::cli
