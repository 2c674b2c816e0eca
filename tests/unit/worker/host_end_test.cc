// SPDX-License-Identifier: MIT
// What becomes of the processes below a host that is killed, or stopped.
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "tests/unit/worker/process_runs.h"

namespace sendoff {
namespace {

class HostsEnd : public testing::Test {
 protected:
  // A process that is a host, tells by a byte that it has its workers' program, and then does
  // nothing until it is told to have a run; it ends with 0 where that goes well.
  HostsEnd() {
    EXPECT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
    EXPECT_EQ(pipe(told_), 0);
    EXPECT_EQ(pipe(go_), 0);
    host_ = fork();
    if (host_ == 0) _exit(Live());
    // Or else a host that fails would not be heard of.
    close(told_[1]);
    char byte = 0;
    EXPECT_EQ(read(told_[0], &byte, 1), 1);
  }
  ~HostsEnd() override {
    for (const int fd : {told_[0], go_[0], go_[1]}) close(fd);
  }

  class Host : public test::ProcessRuns {
   public:
    bool HasARun() {
      return !engine_->Run(Options("export default { run: () => 1 }")).step.error.has_value();
    }

   private:
    void TestBody() override {}
  };

  int Live() const {
    Host host;
    char byte = 0;
    if (!host.HasARun() || write(told_[1], "x", 1) != 1 || read(go_[0], &byte, 1) != 1) return 1;
    return host.HasARun() ? 0 : 1;
  }

  // Of the host, with the flags of waitpid.
  int Wait(int flags = 0) const {
    int status = 0;
    EXPECT_EQ(waitpid(host_, &status, flags), host_);
    return status;
  }

  int told_[2];
  int go_[2];
  pid_t host_ = -1;
};

TEST_F(HostsEnd, ByKillIsThatOfAllThatItStarted) {
  kill(host_, SIGKILL);
  EXPECT_EQ(WTERMSIG(Wait()), SIGKILL);
  // Those that it leaves behind are this process's children then, until the last has ended.
  while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
  }
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(HostsEnd, IsNotThatItIsStoppedForAWhile) {
  kill(host_, SIGSTOP);
  EXPECT_TRUE(WIFSTOPPED(Wait(WUNTRACED)));
  kill(host_, SIGCONT);
  ASSERT_EQ(write(go_[1], "x", 1), 1);
  EXPECT_EQ(Wait(), 0);
}

}  // namespace
}  // namespace sendoff
