// SPDX-License-Identifier: MIT
#include "base/system_says.h"

#include <cerrno>
#include <cstring>

namespace sendoff {
namespace {

const char* HowToMend(int number) {
  switch (number) {
    case EMFILE:
      return "; raise this process's limit of open files (ulimit -n, LimitNOFILE=), or have fewer "
             "runs at once";
    case ENFILE:
      return "; raise the machine's limit of open files (fs.file-max)";
    case EAGAIN:
      return "; raise the limit of processes and threads (ulimit -u, TasksMax=, pids.max), or have "
             "fewer runs at once";
    case ENOMEM:
      return "; give it more memory, or have fewer runs at once";
    default:
      return "";
  }
}

}  // namespace

std::string SystemSays(int number) {
  return std::string(std::strerror(number)) + HowToMend(number);
}

}  // namespace sendoff
