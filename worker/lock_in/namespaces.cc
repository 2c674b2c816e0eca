// SPDX-License-Identifier: MIT
#include "worker/lock_in/namespaces.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/system_error.h"
#include "worker/lock_in/descriptors.h"
#include "worker/lock_in/empty_root.h"
#include "worker/lock_in/environment.h"
#include "worker/lock_in/privileges.h"

namespace sendoff::worker {
namespace {

struct Kind {
  Layer layer;
  int flag;
};

constexpr Kind kKinds[] = {{Layer::kNetworkNamespace, CLONE_NEWNET},
                           {Layer::kPidNamespace, CLONE_NEWPID},
                           {Layer::kIpcNamespace, CLONE_NEWIPC},
                           {Layer::kUtsNamespace, CLONE_NEWUTS},
                           {Layer::kEmptyRoot, CLONE_NEWNS}};

Result<void> WriteFile(const char* path, std::string_view text) {
  const Descriptor file(open(path, O_WRONLY | O_CLOEXEC));
  if (!file.is_open()) return SystemError(path);
  if (write(file.fd(), text.data(), text.size()) < 0) return SystemError(path);
  return {};
}

// The user is nobody inside as well; whoever it is outside, it stays.
Result<void> UnshareUser() {
  const std::string to_user = std::to_string(geteuid()) + " 1";
  const std::string to_group = std::to_string(getegid()) + " 1";
  const std::string nobody = std::to_string(kNobody) + ' ';
  if (unshare(CLONE_NEWUSER) != 0) return SystemError("unshare");
  if (Result<void> done = WriteFile("/proc/self/setgroups", "deny"); !done.ok()) return done;
  if (Result<void> done = WriteFile("/proc/self/gid_map", nobody + to_group); !done.ok())
    return done;
  return WriteFile("/proc/self/uid_map", nobody + to_user);
}

// The machine's.
Result<void> ForgetName() {
  constexpr std::string_view kName = "worker";
  if (sethostname(kName.data(), kName.size()) != 0) return SystemError("sethostname");
  if (setdomainname(kName.data(), kName.size()) != 0) return SystemError("setdomainname");
  return {};
}

// What `attempt` comes to, tried in a child: some of it can be done by halves, and not be undone.
// Ubuntu's AppArmor for one gives a user namespace and then lets nothing be done in it.
Result<void> TryInChild(Result<void> (*attempt)()) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return SystemError("pipe");
  const Descriptor from(ends[0]);
  const Descriptor to(ends[1]);
  const pid_t child = fork();
  if (child < 0) return SystemError("fork");
  if (child == 0) {
    const Result<void> done = attempt();
    if (done.ok()) _exit(0);
    const std::string& message = done.error().message;
    _exit(write(to.fd(), message.data(), message.size()) > 0 ? 1 : 2);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (status == 0) return {};
  char message[256];
  const ssize_t size = read(from.fd(), message, sizeof message);
  return Error{ErrorCode::kIo, size > 0 ? std::string(message, static_cast<size_t>(size))
                                        : "the trial of it crashed"};
}

}  // namespace

Result<Namespaces> Namespaces::Enter(LayerSet wanted) {
  if (Result<void> one = CheckOneThread(); !one.ok()) return std::move(one.error());
  // Where the machine's memory runs out, the kernel takes a worker before its host, and the largest
  // one before the others.
  static_cast<void>(WriteFile("/proc/self/oom_score_adj", "1000").ok());
  Namespaces entered(wanted);
  entered.ChooseUser();
  entered.EnterUserNamespace();
  entered.Unshare();
  return entered;
}

void Namespaces::ChooseUser() {
  if (!wanted_.Has(Layer::kNobody)) return report_.Miss(Layer::kNobody, "not wanted");
  if (!HasCapability(CAP_SETUID) || !HasCapability(CAP_SETGID)) {
    return report_.Miss(Layer::kNobody, "only root may become another user");
  }
  if (Result<void> tried = TryInChild(&BecomeNobody); !tried.ok())
    return report_.Set(Layer::kNobody, tried);
  if (HasCapability(CAP_SYS_ADMIN)) {
    becomes_nobody_ = true;
    return;
  }
  // Root that may not make namespaces: as of any other user's, a user namespace may come of it.
  report_.Set(Layer::kNobody, BecomeNobody());
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);  // or else /proc/self is not ours to write to
}

void Namespaces::EnterUserNamespace() {
  const Layer layer = Layer::kUserNamespace;
  if (!wanted_.Has(layer)) return report_.Miss(layer, "not wanted");
  if (HasCapability(CAP_SYS_ADMIN)) return report_.Miss(layer, "root makes the others without it");
  Result<void> tried = TryInChild(&UnshareUser);
  report_.Set(layer, tried.ok() ? UnshareUser() : tried);
}

void Namespaces::Unshare() {
  for (const Kind& kind : kKinds) {
    if (!wanted_.Has(kind.layer)) {
      report_.Miss(kind.layer, "not wanted");
    } else if (unshare(kind.flag) == 0) {
      report_.Hold(kind.layer);
    } else {
      report_.Set(kind.layer, SystemError("unshare"));
    }
  }
}

LockInReport Namespaces::Settle() && {
  if (report_[Layer::kEmptyRoot].held) report_.Set(Layer::kEmptyRoot, EnterEmptyRoot());
  if (report_[Layer::kUtsNamespace].held) report_.Set(Layer::kUtsNamespace, ForgetName());
  WipeEnvironment();
  RefusePrivileges();
  if (becomes_nobody_) report_.Set(Layer::kNobody, BecomeNobody());
  if (wanted_.Has(Layer::kNoCapabilities)) report_.Set(Layer::kNoCapabilities, DropCapabilities());
  RefuseTracing();
  // No look at who the parent is now: from inside the namespace nobody is.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  return std::move(report_);
}

void StandBy(pid_t zygote) {
  static_cast<void>(KeepDescriptors({}));
  RefusePrivileges();
  if (HasCapability(CAP_SETUID)) static_cast<void>(BecomeNobody());
  static_cast<void>(DropCapabilities());
  RefuseTracing();
  int status = 0;
  while (waitpid(zygote, &status, 0) < 0 && errno == EINTR) continue;
  if (!WIFSIGNALED(status)) _exit(WEXITSTATUS(status));
  const rlimit no_core{};
  setrlimit(RLIMIT_CORE, &no_core);
  signal(WTERMSIG(status), SIG_DFL);
  raise(WTERMSIG(status));
  _exit(128 + WTERMSIG(status));
}

}  // namespace sendoff::worker
