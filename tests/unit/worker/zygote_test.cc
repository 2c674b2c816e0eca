// SPDX-License-Identifier: MIT
// Zygotes: their namespaces, what they are left with, and that all ends with each of those above
// it.
#include <dirent.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <sys/ipc.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "tests/unit/worker/locked_in.h"
#include "worker/lock_in/namespaces.h"
#include "worker/lock_in/privileges.h"

namespace sendoff::test {
namespace {

using worker::Layer;
using worker::LayerSet;
using worker::Namespaces;

// The layers of workers left out: what the zygote's alone do.
World OnlyNamespaces() {
  World world;
  world.layers = LayerSet::All().Without(Layer::kSeccomp).Without(Layer::kLandlock);
  return world;
}

class Zygote : public testing::Test {
 protected:
  // What a worker says of `question`; skips where the kernel lacks `layer`.
  long Ask(Layer layer, const World& world, std::function<long(const Around&)> question) {
    const LockedIn tried = TryLockedIn(world, {[question](const Around& around) {
                                         return Tried{question(around), 0};
                                       }});
    EXPECT_EQ(tried.error, "");
    lacks_ = tried.Holds(layer) ? "" : tried.report[layer].detail;
    EXPECT_TRUE(tried.ended[0].returned) << ToText(tried.ended[0]);
    return tried.ended[0].tried.value;
  }

  std::string lacks_;
};

TEST_F(Zygote, IsTheFirstProcessOfItsNamespace) {
  const long zygote =
      Ask(Layer::kPidNamespace, {}, [](const Around& around) { return around.zygote; });
  if (!lacks_.empty()) GTEST_SKIP() << lacks_;
  EXPECT_EQ(zygote, 1);
}

TEST_F(Zygote, HasAnEmptyRootThatStaysEmpty) {
  const long found = Ask(Layer::kEmptyRoot, OnlyNamespaces(), [](const Around&) -> long {
    DIR* root = opendir("/");
    if (root == nullptr) return -1;
    long entries = 0;
    while (const dirent* entry = readdir(root)) entries += entry->d_name[0] == '.' ? 0 : 1;
    return entries + (mkdir("/out", 0700) == 0 || errno != EROFS ? 1000 : 0) +
           (chdir("/..") == 0 ? 0 : 10000);
  });
  if (!lacks_.empty()) GTEST_SKIP() << lacks_;
  EXPECT_EQ(found, 0);
}

TEST_F(Zygote, HasNoNetworkButAnInterfaceThatIsDown) {
  const long interfaces = Ask(Layer::kNetworkNamespace, OnlyNamespaces(), [](const Around&) {
    long others = 0;
    struct if_nameindex* all = if_nameindex();
    for (auto* one = all; one != nullptr && one->if_index != 0; ++one)
      others += std::string(one->if_name) == "lo" ? 0 : 1;
    return others;
  });
  if (!lacks_.empty()) GTEST_SKIP() << lacks_;
  // The kernel may make those of tunnels in each namespace; they lead nowhere.
  EXPECT_LT(interfaces, 16);
}

TEST_F(Zygote, DoesNotKnowTheNameOfTheMachine) {
  const long known = Ask(Layer::kUtsNamespace, {}, [](const Around&) -> long {
    utsname names{};
    return uname(&names) == 0 && std::string(names.nodename) == "worker" ? 0 : 1;
  });
  if (!lacks_.empty()) GTEST_SKIP() << lacks_;
  EXPECT_EQ(known, 0);
}

TEST_F(Zygote, OfRootBecomesNobody) {
  const long user = Ask(Layer::kNobody, OnlyNamespaces(), [](const Around&) {
    return static_cast<long>(
        getuid() == geteuid() && getgid() == getuid() && getgroups(0, nullptr) == 0 ? getuid() : 0);
  });
  if (!lacks_.empty()) GTEST_SKIP() << lacks_;
  EXPECT_EQ(user, 65534);
}

TEST_F(Zygote, AndItsWorkersGoFirstWhereMemoryRunsOut) {
  World world;
  world.layers = Only({Layer::kNoCapabilities});
  const Ended ended = TryOne(world, [](const Around&) {
    std::ifstream file("/proc/self/oom_score_adj");
    long score = 0;
    file >> score;
    return Tried{score, 0};
  });
  EXPECT_EQ(ended.tried.value, 1000) << ToText(ended);
}

// The way of a host that is not root.
TEST_F(Zygote, OfAnybodyElseHasAUserNamespace) {
  World world = OnlyNamespaces();
  // Root that can is nobody before it begins.
  world.as_nobody =
      TryLockedIn(world, {[](const Around&) { return Tried{}; }}).Holds(Layer::kNobody);
  const LockedIn tried =
      TryLockedIn(world, {[](const Around&) {
                            return Tried{static_cast<long>(getuid()), 0};
                          },
                          [](const Around&) { return Tried::Of(open("/etc/passwd", O_RDONLY)); },
                          [](const Around& to) { return Tried::Of(kill(to.test, 0)); }});
  ASSERT_EQ(tried.error, "");
  if (!tried.Holds(Layer::kUserNamespace))
    GTEST_SKIP() << tried.report[Layer::kUserNamespace].detail;
  EXPECT_EQ(tried.ended[0].tried.value, 65534);
  EXPECT_TRUE(tried.Holds(Layer::kNoCapabilities));
  // What makes namespaces at all makes these.
  for (const Layer layer : {Layer::kNetworkNamespace, Layer::kPidNamespace, Layer::kIpcNamespace,
                            Layer::kUtsNamespace, Layer::kEmptyRoot}) {
    EXPECT_TRUE(tried.Holds(layer)) << LayerName(layer) << ' ' << tried.report[layer].detail;
  }
  EXPECT_TRUE(tried.ended[1].refused());
  EXPECT_TRUE(tried.ended[2].refused());
}

// The processes below one of the test's, and a pipe that each of them holds an end of: when the
// other end is read to its end, none of them is left.
class Family {
 public:
  // What `zygote` begins tells by a byte to `tell` that it is there.
  Family(LayerSet layers, std::function<void(int tell)> zygote) {
    int alive[2], told[2];
    EXPECT_EQ(pipe2(alive, O_CLOEXEC), 0);
    EXPECT_EQ(pipe2(told, O_CLOEXEC), 0);
    outer_ = fork();
    if (outer_ == 0) {
      close(alive[0]);
      Result<Namespaces> namespaces = Namespaces::Enter(layers);
      const pid_t child = fork();
      if (child > 0) worker::StandBy(child);
      static_cast<void>(std::move(*namespaces).Settle());
      zygote(told[1]);
      _exit(0);
    }
    close(alive[1]);
    close(told[1]);
    alive_ = alive[0];
    told_ = told[0];
  }
  ~Family() {
    close(alive_);
    close(told_);
  }
  Family(const Family&) = delete;
  Family& operator=(const Family&) = delete;

  // Waits for the worker to be there.
  void Await() const {
    char byte = 0;
    EXPECT_EQ(read(told_, &byte, 1), 1);
  }
  // Waits for all to be gone.
  void AwaitEnd() const {
    char byte = 0;
    EXPECT_EQ(read(alive_, &byte, 1), 0);
  }
  int WaitForOuter() const {
    int status = 0;
    EXPECT_EQ(waitpid(outer_, &status, 0), outer_);
    return status;
  }
  pid_t outer() const { return outer_; }

 private:
  pid_t outer_ = -1;
  int alive_ = -1;
  int told_ = -1;
};

// Locked in but for seccomp, which does not know pause().
void BeWorker(pid_t zygote, int tell, const worker::CallFilter& filter) {
  worker::LockInOptions options;
  options.parent = zygote;
  // What tells of its life is among what stays open.
  for (int descriptor = 3; descriptor < 64; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) >= 0) options.descriptors.push_back(descriptor);
  }
  options.layers = LayerSet::All().Without(Layer::kSeccomp);
  if (!worker::LockIn(options, filter, {}).ok()) _exit(1);
  if (write(tell, "x", 1) != 1) _exit(1);
  for (;;) pause();
}

void ForkWorkerAnd(int tell, void (*then)()) {
  const Result<worker::CallFilter> filter = worker::CallFilter::Make();
  const pid_t own = getpid();
  if (fork() == 0) BeWorker(own, tell, *filter);
  then();
}

TEST(ZygotesFamily, EndsWithTheProcessThatStandsBy) {
  const Family family(LayerSet::All(), [](int tell) {
    ForkWorkerAnd(tell, [] {
      for (;;) pause();
    });
  });
  family.Await();
  kill(family.outer(), SIGKILL);
  family.AwaitEnd();
  EXPECT_EQ(WTERMSIG(family.WaitForOuter()), SIGKILL);
}

// Where it is the first process of a namespace, the kernel sees to it.
TEST(ZygotesFamily, EndsWithAZygoteThatIsNotTheFirstOfItsNamespace) {
  const Family family(LayerSet::All().Without(Layer::kPidNamespace), [](int tell) {
    int go[2];
    if (pipe(go) != 0) _exit(1);
    const Result<worker::CallFilter> filter = worker::CallFilter::Make();
    const pid_t own = getpid();
    if (fork() == 0) BeWorker(own, go[1], *filter);
    char byte = 0;
    if (read(go[0], &byte, 1) != 1) _exit(1);
    _exit(write(tell, "x", 1) == 1 ? 9 : 1);
  });
  family.Await();
  family.AwaitEnd();
  const int status = family.WaitForOuter();
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 9) << "its end is passed on";
}

TEST(ZygotesFamily, PassesOnTheSignalThatEndedIt) {
  const Family family(LayerSet::All(), [](int) {
    // A signal that it sends to itself is none to the first process of a namespace; a fault is.
    std::signal(SIGILL, SIG_DFL);
    __builtin_trap();
  });
  family.AwaitEnd();
  const int status = family.WaitForOuter();
  ASSERT_TRUE(WIFSIGNALED(status)) << status;
  EXPECT_EQ(WTERMSIG(status), SIGILL);
}

// In a child, as what is entered cannot be left.
TEST(Namespaces, AreLeftOutWhereTheyAreNotWanted) {
  const pid_t child = fork();
  if (child == 0) {
    Result<Namespaces> namespaces = Namespaces::Enter(Only({}));
    if (!namespaces.ok()) _exit(1);
    const worker::LockInReport report = std::move(*namespaces).Settle();
    bool held = false;
    for (const Layer layer :
         {Layer::kNobody, Layer::kUserNamespace, Layer::kNetworkNamespace, Layer::kEmptyRoot}) {
      held = held || report[layer].held;
    }
    _exit(held || access("/proc/self", F_OK) != 0 ? 2 : 0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace sendoff::test
