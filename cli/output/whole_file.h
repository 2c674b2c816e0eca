// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

namespace sendoff::cli {

// A file that is written at the end of a run, as a whole, such as that of --har. It is opened
// before the run, so that one that cannot be written is told of while nothing has been run; until
// it is written it keeps what it had.
class WholeFile {
 public:
  // Opens `path`, or standard output where it is -; a new file is for its owner only. kIo, naming
  // `flag`, when that cannot be done; `example` is a good name.
  static Result<WholeFile> Open(const std::string& flag, const std::string& path,
                                const std::string& example);
  ~WholeFile();
  WholeFile(WholeFile&& other) noexcept;
  WholeFile& operator=(WholeFile&&) = delete;

  bool is_terminal() const;

  // Once. kIo when not all could be written.
  Result<void> Write(std::string_view text);

 private:
  WholeFile(std::string flag, std::string path, int fd)
      : flag_(std::move(flag)), path_(std::move(path)), fd_(fd) {}

  const std::string flag_;
  const std::string path_;
  int fd_;  // -1: closed
};

}  // namespace sendoff::cli
