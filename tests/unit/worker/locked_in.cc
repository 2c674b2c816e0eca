// SPDX-License-Identifier: MIT
#include "tests/unit/worker/locked_in.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "base/check.h"
#include "worker/lock_in/namespaces.h"
#include "worker/lock_in/privileges.h"

namespace sendoff::test {
namespace {

using worker::Layer;

struct Text {
  char bytes[256];

  void operator=(const std::string& text) { strncpy(bytes, text.c_str(), sizeof bytes - 1); }
};

// What the processes tell the test, in memory that they share.
struct Shared {
  Text error;
  bool held[worker::kLayerCount];
  Text details[worker::kLayerCount];
  Ended ended[1];  // and so on
};

size_t SizeFor(size_t attempts) { return sizeof(Shared) + attempts * sizeof(Ended); }

pid_t Fork() {
  const pid_t child = fork();
  SENDOFF_CHECK(child >= 0);
  return child;
}

int Wait(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) SENDOFF_CHECK(errno == EINTR);
  return status;
}

// A process of the zygote that does nothing until it is killed.
pid_t ForkSibling() {
  const pid_t sibling = Fork();
  if (sibling != 0) return sibling;
  for (;;) pause();
}

void Report(const worker::LockInReport& report, Shared& shared) {
  for (const Layer layer : worker::kLayers) {
    const auto at = static_cast<size_t>(layer);
    shared.held[at] = report[layer].held;
    shared.details[at] = report[layer].detail;
  }
}

[[noreturn]] void BeWorker(const World& world, const worker::CallFilter& filter,
                           const worker::LockInReport& so_far, const Around& around,
                           const Attempt& attempt, Ended& ended, Shared& shared) {
  worker::LockInOptions options = world.options;
  options.descriptors = {around.pair, around.peer};
  options.layers = world.layers;
  if (options.parent == 0) options.parent = around.zygote;
  const Result<worker::LockInReport> locked = worker::LockIn(options, filter, so_far);
  if (!locked.ok()) {
    shared.error = locked.error().message;
    _exit(1);
  }
  Report(*locked, shared);
  ended.tried = attempt(around);
  ended.returned = true;
  _exit(0);
}

[[noreturn]] void BeZygote(const World& world, const std::vector<Attempt>& attempts,
                           worker::Namespaces namespaces, Around around, Shared& shared) {
  const worker::LockInReport so_far = std::move(namespaces).Settle();
  const Result<worker::CallFilter> filter = worker::CallFilter::Make();
  SENDOFF_CHECK(filter.ok());
  around.zygote = getpid();
  around.sibling = ForkSibling();
  for (size_t i = 0; i < attempts.size(); ++i) {
    const pid_t child = Fork();
    if (child == 0) BeWorker(world, *filter, so_far, around, attempts[i], shared.ended[i], shared);
    shared.ended[i].status = Wait(child);
  }
  kill(around.sibling, SIGKILL);
  Wait(around.sibling);
  _exit(0);
}

[[noreturn]] void BeOuter(const World& world, const std::vector<Attempt>& attempts,
                          const Around& around, Shared& shared) {
  if (world.as_nobody) {
    SENDOFF_CHECK(worker::BecomeNobody().ok());
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  }
  Result<worker::Namespaces> namespaces = worker::Namespaces::Enter(world.layers);
  SENDOFF_CHECK(namespaces.ok());
  const pid_t zygote = Fork();
  if (zygote == 0) BeZygote(world, attempts, std::move(*namespaces), around, shared);
  worker::StandBy(zygote);
}

}  // namespace

bool Ended::killed() const { return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS; }

bool Ended::refused() const { return killed() || (returned && tried.value < 0); }

std::string ToText(const Ended& ended) {
  if (ended.returned) {
    return "gave " + std::to_string(ended.tried.value) +
           (ended.tried.error == 0 ? "" : std::string(", ") + std::strerror(ended.tried.error));
  }
  if (WIFSIGNALED(ended.status))
    return std::string("died of SIG") + sigabbrev_np(WTERMSIG(ended.status));
  return "ended with status " + std::to_string(WEXITSTATUS(ended.status));
}

int LockedIn::landlock() const {
  const auto& state = report[Layer::kLandlock];
  return state.held ? std::atoi(state.detail.c_str() + state.detail.rfind(' ')) : 0;
}

worker::LayerSet Only(const std::vector<Layer>& layers) {
  worker::LayerSet only = worker::LayerSet::All();
  for (const Layer layer : worker::kLayers) {
    if (std::find(layers.begin(), layers.end(), layer) == layers.end()) only = only.Without(layer);
  }
  return only;
}

LockedIn TryLockedIn(const World& world, const std::vector<Attempt>& attempts) {
  const size_t size = SizeFor(attempts.size());
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  SENDOFF_CHECK(memory != MAP_FAILED);
  auto& shared = *static_cast<Shared*>(memory);
  int pair[2];
  SENDOFF_CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
  Around around;
  around.test = getpid();
  around.pair = pair[0];
  around.peer = pair[1];
  const pid_t outer = Fork();
  if (outer == 0) BeOuter(world, attempts, around, shared);
  close(pair[0]);
  close(pair[1]);
  const int status = Wait(outer);

  LockedIn result;
  result.error = status == 0 ? shared.error.bytes : "the zygote did not end as it should";
  for (const Layer layer : worker::kLayers) {
    const auto at = static_cast<size_t>(layer);
    if (shared.held[at]) {
      result.report.Hold(layer, shared.details[at].bytes);
    } else {
      result.report.Miss(layer, shared.details[at].bytes);
    }
  }
  result.ended.assign(shared.ended, shared.ended + attempts.size());
  munmap(memory, size);
  return result;
}

Ended TryOne(const World& world, const Attempt& attempt) {
  const LockedIn result = TryLockedIn(world, {attempt});
  if (!result.error.empty()) return {};
  return result.ended.front();
}

}  // namespace sendoff::test
