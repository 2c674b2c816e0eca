// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>

#include <cstdio>
#include <memory>
#include <string>

namespace sendoff::cli {

// The file of --log: one record a line, added at its end as each request ends, so that a crash
// loses none of the lines before it. One thread at a time.
class LogFile {
 public:
  // Opens `path` for adding to it; kIo when that cannot be done.
  static Result<std::unique_ptr<LogFile>> Open(const std::string& path);

  void Write(const Record& record);

  // kIo when any line could not be written.
  Result<void> Close();

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  LogFile(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}
  void Keep(int error);

  const std::string path_;
  std::unique_ptr<std::FILE, Closer> file_;
  int error_ = 0;  // errno of the first failure
};

}  // namespace sendoff::cli
