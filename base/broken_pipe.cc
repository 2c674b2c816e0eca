// SPDX-License-Identifier: MIT
#include "base/broken_pipe.h"

#include <pthread.h>

#include <csignal>

#include "base/check.h"

namespace sendoff {

void BlockBrokenPipe() {
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  SENDOFF_CHECK(pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr) == 0);
}

Result<void> CheckBrokenPipe() {
  sigset_t blocked;
  SENDOFF_CHECK(pthread_sigmask(SIG_BLOCK, nullptr, &blocked) == 0);
  struct sigaction action {};
  SENDOFF_CHECK(sigaction(SIGPIPE, nullptr, &action) == 0);
  if (sigismember(&blocked, SIGPIPE) == 1 || action.sa_handler != SIG_DFL) return {};
  return Error{ErrorCode::kUsage,
               "SIGPIPE would end this process as soon as a server closes a connection; ignore it, "
               "as libuv asks of whoever writes to sockets: signal(SIGPIPE, SIG_IGN)"};
}

}  // namespace sendoff
