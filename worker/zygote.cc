// SPDX-License-Identifier: MIT
#include "worker/zygote.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "carrier/messages/decode.h"
#include "carrier/messages/exit_status.h"
#include "worker/worker_process.h"

namespace sendoff::worker {
namespace {

sigset_t OnlyChildren() {
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  return children;
}

int WatchChildren() {
  const sigset_t children = OnlyChildren();
  sigprocmask(SIG_BLOCK, &children, nullptr);
  return signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
}

}  // namespace

Zygote::Zygote(messages::ControlSocket host, runtime::Snapshot snapshot, CallFilter filter,
               LockInReport report)
    : host_(std::move(host)),
      snapshot_(std::move(snapshot)),
      filter_(std::move(filter)),
      report_(std::move(report)),
      children_(WatchChildren()) {}

void Zygote::Serve() {
  std::array<pollfd, 2> watched = {{{host_.fd(), POLLIN, 0}, {children_.fd(), POLLIN, 0}}};
  for (;;) {
    if (poll(watched.data(), watched.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    if (watched[1].revents != 0) OnChildren();
    if (watched[0].revents == 0) continue;
    Result<std::optional<messages::ControlSocket::Packet>> packet = host_.Receive();
    if (!packet.ok() || !*packet) return;
    OnMessage(std::move(**packet));
  }
}

void Zygote::OnMessage(messages::ControlSocket::Packet packet) {
  if (packet.type == messages::MessageType::kFork) {
    auto fork = messages::Decode<messages::Fork>(packet.payload);
    if (fork.ok()) Fork(*fork, std::move(packet.descriptors));
  } else if (packet.type == messages::MessageType::kKill) {
    auto kill = messages::Decode<messages::Kill>(packet.payload);
    if (kill.ok()) Kill(*kill);
  }
}

void Zygote::Fork(const messages::Fork& fork, std::vector<Descriptor> descriptors) {
  const pid_t zygote = getpid();
  const pid_t child = descriptors.size() == 2 ? ::fork() : -1;
  if (child == 0) {
    RunWorker({.socket = descriptors[0].fd(),
               .ring = descriptors[1].fd(),
               .ring_capacity = fork.ring_capacity,
               .zygote = zygote},
              std::move(snapshot_), filter_, report_);
  }
  if (child < 0) {
    const char* why = descriptors.size() == 2 ? strerror(errno) : "no descriptors came with it";
    Tell(messages::ForkFailed{fork.worker, why});
    return;
  }
  workers_.emplace(child, fork.worker);
  Tell(messages::Forked{fork.worker});
}

// Where the host is gone, the next Receive says so.
template <class Message>
void Zygote::Tell(const Message& message) {
  static_cast<void>(host_.Send(message).ok());
}

void Zygote::Kill(const messages::Kill& kill) {
  for (const auto& [pid, worker] : workers_) {
    if (worker == kill.worker) ::kill(pid, SIGKILL);
  }
}

void Zygote::OnChildren() {
  signalfd_siginfo ignored;
  while (read(children_.fd(), &ignored, sizeof(ignored)) > 0) {
  }
  int status = 0;
  for (;;) {
    const pid_t child = waitpid(-1, &status, WNOHANG);
    if (child <= 0) return;
    const auto worker = workers_.find(child);
    if (worker == workers_.end()) continue;
    const bool was_killed = WIFSIGNALED(status);
    const int number = was_killed ? WTERMSIG(status) : WEXITSTATUS(status);
    Tell(messages::Ended{worker->second, was_killed, static_cast<uint64_t>(number)});
    workers_.erase(worker);
  }
}

}  // namespace sendoff::worker
