// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/thread.h"
#include "carrier/messages/control_socket.h"
#include "carrier/messages/hello.h"
#include "carrier/process/started_program.h"
#include "carrier/process/worker_fate.h"

namespace sendoff::carrier {

// The process that workers are forked from, with one thread of this process that hears what becomes
// of them. It ends with this, and all its workers with it; where it ends before, they do, too. Any
// thread.
class Zygote {
 public:
  // Starts the program, and waits at most `start_time` for it to say what it is. kIo: it cannot be
  // started, or says that it cannot run steps here; kUsage: it is no worker program of this build.
  static Result<std::shared_ptr<Zygote>> Start(const std::string& program,
                                               std::chrono::milliseconds start_time);

  ~Zygote();
  Zygote(const Zygote&) = delete;
  Zygote& operator=(const Zygote&) = delete;

  // What it has said of itself.
  const messages::WorkerHello& hello() const { return hello_; }

  // Asks for a worker with these two descriptors (messages::Fork), and waits for nothing: what
  // becomes of it is its fate. kIo.
  Result<std::shared_ptr<const WorkerFate>> Fork(size_t ring_capacity, int socket, int ring);

  // Has a worker ended; nothing happens where it has.
  void Kill(const WorkerFate& fate);

  bool is_gone() const;

  // Whether it should make no more workers, although it can. All of one zygote have what they map
  // at the same addresses: who has seen one, by a fault or by one try after another, knows the
  // next. So it has served when one of them has died of a signal that nobody sent, and after so
  // many.
  bool is_spent() const;

 private:
  Zygote(StartedProgram program, messages::ControlSocket control, messages::WorkerHello hello);

  void Listen();
  Result<void> Hear(const messages::ControlSocket::Packet& packet);
  void Tell(uint64_t worker, WorkerFate::End end);
  void TellAll();

  StartedProgram program_;  // the thread's, and whoever joins it
  const messages::ControlSocket control_;
  const messages::WorkerHello hello_;
  Thread thread_;

  mutable std::mutex mutex_;
  // Guarded by mutex_.
  bool is_gone_ = false;
  bool has_seen_crash_ = false;
  uint64_t last_worker_ = 0;
  std::map<uint64_t, std::shared_ptr<WorkerFate>> workers_;  // that have not ended
};

}  // namespace sendoff::carrier
