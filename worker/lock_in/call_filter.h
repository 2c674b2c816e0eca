// SPDX-License-Identifier: MIT
#pragma once

#include <linux/filter.h>
#include <sendoff/result.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace sendoff::worker {

// The seccomp filter of worker/lock_in/call_table.h. Making it takes longer than a fork, so a
// zygote makes one, and each worker installs it, with its own number put in.
class CallFilter {
 public:
  // kIo where libseccomp or the kernel cannot do what it takes.
  static Result<CallFilter> Make();

  // For the calling thread and what it starts, for good. Needs no_new_privs. kIo where the kernel
  // refuses.
  Result<void> Install() const;

  // How many instructions it has.
  size_t size() const { return program_.size(); }

 private:
  explicit CallFilter(std::vector<sock_filter> program) : program_(std::move(program)) {}

  std::vector<sock_filter> program_;
};

}  // namespace sendoff::worker
