// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <vector>

#include "base/descriptor.h"
#include "carrier/messages/control.h"
#include "carrier/messages/control_socket.h"
#include "runtime/snapshot/snapshot.h"
#include "worker/lock_in/call_filter.h"
#include "worker/lock_in/layers.h"

namespace sendoff::worker {

// The process that forks workers: it has loaded what they need, started no thread, and runs nothing
// of a stranger's. It ends when its host closes the socket, and its workers end with it.
class Zygote {
 public:
  // `report` says what holds already; SIGCHLD is blocked.
  Zygote(messages::ControlSocket host, runtime::Snapshot snapshot, CallFilter filter,
         LockInReport report);

  // Does what the host says, until it is gone.
  void Serve();

 private:
  void OnMessage(messages::ControlSocket::Packet packet);
  void Fork(const messages::Fork& fork, std::vector<Descriptor> descriptors);
  void Kill(const messages::Kill& kill);
  void OnChildren();
  template <class Message>
  void Tell(const Message& message);

  messages::ControlSocket host_;
  runtime::Snapshot snapshot_;
  const CallFilter filter_;
  const LockInReport report_;
  const Descriptor children_;          // a signalfd of SIGCHLD
  std::map<pid_t, uint64_t> workers_;  // the host's number of each
};

}  // namespace sendoff::worker
