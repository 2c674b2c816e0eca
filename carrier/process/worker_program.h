// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>

namespace sendoff::carrier {

// The path of the program sendoff-worker. Where `option` is not empty, it is that; else what
// SENDOFF_WORKER in the environment says; else what lies beside the library or the program that
// this code is in, in sendoff/ or ../lib/sendoff/ from there, as a library or a program of an
// installation has it, or where the build knows it. kUsage, naming each place where it was looked
// for.
Result<std::string> FindWorkerProgram(const std::string& option);

}  // namespace sendoff::carrier
