// SPDX-License-Identifier: MIT
#include "carrier/process/zygote.h"

#include <poll.h>
#include <sendoff/version.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/system_error.h"
#include "carrier/messages/control.h"
#include "carrier/messages/decode.h"

namespace sendoff::carrier {
namespace {

using messages::ControlSocket;
using messages::MessageType;

// How long its end may take, once its socket is closed.
constexpr std::chrono::milliseconds kEndTime(1000);

// Workers of one zygote.
constexpr uint64_t kMostWorkers = 1000;

// Whether something is to be read, or nothing will be.
bool WaitFor(int control, std::chrono::milliseconds most) {
  const Instant until = After(SystemClock().Now(), most);
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SystemClock().Now());
    pollfd wait = {control, POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (ready >= 0 || errno != EINTR) return ready > 0;
  }
}

Error NoWorker(const std::string& program, const std::string& why) {
  return {ErrorCode::kUsage,
          program + ": it is no sendoff-worker of sendoff " SENDOFF_VERSION ": " + why +
              ". Name the one that came with this sendoff, with ProcessOptions::worker or with "
              "SENDOFF_WORKER in the environment"};
}

// What the program is, by the first that it says.
Result<messages::WorkerHello> Meet(const std::string& program, std::chrono::milliseconds start_time,
                                   const ControlSocket& control, StartedProgram& started) {
  Result<void> told = control.Send(messages::BrokerHello{});
  if (!told.ok()) return std::move(told.error());
  if (!WaitFor(control.fd(), start_time)) {
    return NoWorker(program, "it said nothing for " + std::to_string(start_time.count()) + " ms");
  }
  const Result<std::optional<ControlSocket::Packet>> packet = control.Receive();
  if (!packet.ok()) return NoWorker(program, packet.error().message);
  if (!*packet) {
    return NoWorker(program,
                    "it ended " + Explain(started.WaitOrKill(kEndTime)) + " and said nothing");
  }
  if ((*packet)->type == MessageType::kStartFailed) {
    const auto failed = messages::Decode<messages::StartFailed>((*packet)->payload);
    if (!failed.ok()) return NoWorker(program, failed.error().message);
    return Error{ErrorCode::kIo, program + ": " + failed->why};
  }
  if ((*packet)->type != MessageType::kWorkerHello) {
    return NoWorker(program,
                    "it begins with the message " + std::string(messages::NameOf((*packet)->type)));
  }
  Result<messages::WorkerHello> hello = messages::Decode<messages::WorkerHello>((*packet)->payload);
  if (!hello.ok()) return NoWorker(program, hello.error().message);
  const Result<void> same = messages::CheckSameBuild(*hello);
  if (!same.ok()) return NoWorker(program, same.error().message);
  return hello;
}

}  // namespace

Result<std::shared_ptr<Zygote>> Zygote::Start(const std::string& program,
                                              std::chrono::milliseconds start_time) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
    return SystemError("no socket for workers");
  }
  ControlSocket control(Descriptor(pair[0]), messages::Side::kBroker);
  Descriptor theirs(pair[1]);
  Result<StartedProgram> started = StartedProgram::Start(program, theirs.fd());
  if (!started.ok()) return std::move(started.error());
  theirs = Descriptor(-1);
  Result<messages::WorkerHello> hello = Meet(program, start_time, control, *started);
  if (!hello.ok()) {
    started->WaitOrKill({});
    return std::move(hello.error());
  }
  std::shared_ptr<Zygote> zygote(
      new Zygote(std::move(*started), std::move(control), std::move(*hello)));
  Result<Thread> thread = Thread::Start([raw = zygote.get()] { raw->Listen(); });
  if (!thread.ok()) return std::move(thread.error());
  zygote->thread_ = std::move(*thread);
  return zygote;
}

Zygote::Zygote(StartedProgram program, ControlSocket control, messages::WorkerHello hello)
    : program_(std::move(program)), control_(std::move(control)), hello_(std::move(hello)) {}

Zygote::~Zygote() {
  control_.Close();
  if (thread_.joinable()) {
    thread_.Join();
  } else {
    program_.WaitOrKill(kEndTime);
  }
}

Result<std::shared_ptr<const WorkerFate>> Zygote::Fork(size_t ring_capacity, int socket, int ring) {
  std::shared_ptr<WorkerFate> fate;
  {
    const std::lock_guard lock(mutex_);
    fate = std::make_shared<WorkerFate>(++last_worker_);
    if (is_gone_) {
      fate->Set(WorkerFate::ZygoteGone{});
      return std::shared_ptr<const WorkerFate>(std::move(fate));
    }
    workers_[fate->worker()] = fate;
  }
  // One that has ended is told nothing: what becomes of its workers is known when it was reaped.
  const Result<void> sent =
      control_.Send(messages::Fork{fate->worker(), ring_capacity}, {socket, ring});
  if (sent.ok()) return std::shared_ptr<const WorkerFate>(std::move(fate));
  const std::lock_guard lock(mutex_);
  workers_.erase(fate->worker());
  return Error{ErrorCode::kIo, "the zygote of workers cannot be told: " + sent.error().message};
}

void Zygote::Kill(const WorkerFate& fate) {
  if (fate.has_ended()) return;
  static_cast<void>(control_.Send(messages::Kill{fate.worker()}).ok());
}

bool Zygote::is_gone() const {
  const std::lock_guard lock(mutex_);
  return is_gone_;
}

bool Zygote::is_spent() const {
  const std::lock_guard lock(mutex_);
  return has_seen_crash_ || last_worker_ >= kMostWorkers;
}

void Zygote::Listen() {
  for (;;) {
    const Result<std::optional<ControlSocket::Packet>> packet = control_.Receive();
    // What it says and should not: it is another program's fault, and nothing that follows is to
    // be relied on.
    if (!packet.ok() || !*packet || !Hear(**packet).ok()) break;
  }
  control_.Close();
  program_.WaitOrKill(kEndTime);
  TellAll();
}

Result<void> Zygote::Hear(const ControlSocket::Packet& packet) {
  if (packet.type == MessageType::kForked) return {};
  if (packet.type == MessageType::kForkFailed) {
    Result<messages::ForkFailed> failed = messages::Decode<messages::ForkFailed>(packet.payload);
    if (!failed.ok()) return std::move(failed.error());
    Tell(failed->worker, WorkerFate::NotForked{std::move(failed->why)});
    return {};
  }
  if (packet.type == MessageType::kEnded) {
    const Result<messages::Ended> ended = messages::Decode<messages::Ended>(packet.payload);
    if (!ended.ok()) return ended.error();
    if (ended->was_killed && ended->number != SIGKILL) {
      const std::lock_guard lock(mutex_);
      has_seen_crash_ = true;
    }
    Tell(ended->worker, ProcessEnd{ended->was_killed, static_cast<int>(ended->number)});
    return {};
  }
  return Error{ErrorCode::kIo, "a message that no zygote sends"};
}

void Zygote::Tell(uint64_t worker, WorkerFate::End end) {
  std::shared_ptr<WorkerFate> fate;
  {
    const std::lock_guard lock(mutex_);
    const auto found = workers_.find(worker);
    if (found == workers_.end()) return;
    fate = std::move(found->second);
    workers_.erase(found);
  }
  fate->Set(std::move(end));
}

void Zygote::TellAll() {
  std::map<uint64_t, std::shared_ptr<WorkerFate>> workers;
  {
    const std::lock_guard lock(mutex_);
    is_gone_ = true;
    workers.swap(workers_);
  }
  for (const auto& [worker, fate] : workers) fate->Set(WorkerFate::ZygoteGone{});
}

}  // namespace sendoff::carrier
