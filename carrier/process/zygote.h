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
#include <string_view>

#include "base/descriptor.h"
#include "base/thread.h"
#include "carrier/messages/frame_reader.h"
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
  // started, or says nothing; kUsage: it is no worker program of this version.
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

 private:
  Zygote(StartedProgram program, Descriptor control, messages::WorkerHello hello);

  template <class Message>
  Result<void> Send(const Message& message, const int* descriptors, size_t count);
  void Listen();
  Result<void> Hear(std::string_view packet);
  void Tell(uint64_t worker, WorkerFate::End end);
  void TellAll();

  StartedProgram program_;  // the thread's, and whoever joins it
  const Descriptor control_;
  const messages::WorkerHello hello_;
  Thread thread_;

  mutable std::mutex mutex_;
  // Guarded by mutex_.
  bool is_gone_ = false;
  uint64_t last_worker_ = 0;
  std::map<uint64_t, std::shared_ptr<WorkerFate>> workers_;  // that have not ended
};

}  // namespace sendoff::carrier
