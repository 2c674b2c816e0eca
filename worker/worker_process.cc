// SPDX-License-Identifier: MIT
#include "worker/worker_process.h"

#include <sendoff/inprocess.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <csignal>
#include <utility>

#include "carrier/messages/exit_status.h"
#include "carrier/messages/hello.h"
#include "carrier/messages/ring.h"
#include "worker/broker_link.h"
#include "worker/lock_in/lock_in.h"
#include "worker/report_text.h"
#include "worker/run_server.h"

namespace sendoff::worker {
namespace {

void* MapRing(const WorkerBirth& birth) {
  constexpr uint64_t kMostCapacity = uint64_t{1} << 30;
  const uint64_t capacity = birth.ring_capacity;
  if (capacity > kMostCapacity || !std::has_single_bit(capacity)) return nullptr;
  const size_t bytes = messages::RingBytes(capacity);
  struct stat memory {};
  if (fstat(birth.ring, &memory) != 0 || static_cast<size_t>(memory.st_size) < bytes) {
    return nullptr;
  }
  void* ring = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, birth.ring, 0);
  return ring == MAP_FAILED ? nullptr : ring;
}

// What the zygote blocks for itself.
void UnblockSignals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

void RunWorker(const WorkerBirth& birth, runtime::Snapshot snapshot, const CallFilter& filter,
               LockInReport report) {
  UnblockSignals();
  void* ring = MapRing(birth);
  if (ring == nullptr) _exit(messages::kOutOfStep);
  BrokerLink link(birth.socket, ring, birth.ring_capacity);
  LockInOptions options;
  options.descriptors = {birth.socket};
  options.parent = birth.zygote;
  Result<LockInReport> locked_in = LockIn(options, filter, std::move(report));
  if (!locked_in.ok()) {
    link.TellNow(messages::StartFailed{std::move(locked_in.error().message)});
    _exit(messages::kNotLockedIn);
  }
  RunServer server(link, std::move(snapshot));
  link.TellNow(messages::WorkerHello{.v8 = V8Version(), .lock_in = ToText(*locked_in)});
  server.Serve();
}

}  // namespace sendoff::worker
