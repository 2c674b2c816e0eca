// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace sendoff::sources {

// What a process wrote; each is cut where it is far longer than it should be.
struct ProcessOutput {
  std::string out;
  std::string err;
};

// Runs esbuild, which is built into the program, in a process of its own, with `input` to read. It
// has no environment, and limits of its own for memory and output: the input may be hostile.
// Blocks until it has ended; as soon as `should_stop` says so (it is asked every few milliseconds)
// the process is killed. Fails with kIo when it cannot be started, or was killed. Any thread.
Result<ProcessOutput> RunEsbuild(std::span<const std::string> arguments, std::string_view input,
                                 const std::function<bool()>& should_stop);

}  // namespace sendoff::sources
