// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.h"

namespace sendoff::sources {

// A file without a name, in memory: what another process reads or writes in the place of a pipe, so
// that neither waits for the other. Closed with the last descriptor of it. Any thread.
class MemoryFile {
 public:
  // One that holds `bytes`, read from its beginning. Fails with kIo. A `program` can be executed.
  static Result<MemoryFile> Create(std::string_view bytes, bool program = false);

  // Above those of standard input, output and error; closed by exec.
  int fd() const { return file_.fd(); }

  // What is in it now, at most the first `limit` bytes.
  std::string Read(size_t limit) const;

 private:
  explicit MemoryFile(Descriptor file) : file_(std::move(file)) {}

  Descriptor file_;
};

}  // namespace sendoff::sources
