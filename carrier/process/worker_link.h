// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/isolation.h>
#include <sendoff/result.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "base/clock.h"
#include "base/descriptor.h"
#include "carrier/messages/frame_reader.h"
#include "carrier/messages/frame_writer.h"
#include "carrier/messages/hello.h"
#include "carrier/messages/ring_reader.h"
#include "carrier/process/outgoing_bytes.h"
#include "carrier/process/shared_ring.h"
#include "carrier/process/worker_fate.h"
#include "carrier/process/zygote.h"

namespace sendoff::carrier {

// The broker's ends of one worker: socket, ring, and what of it is on its way. It ends the worker
// when it goes. One thread at a time.
class WorkerLink {
 public:
  // Asks for a worker, and waits for nothing. kIo.
  static Result<std::unique_ptr<WorkerLink>> Start(std::shared_ptr<Zygote> zygote,
                                                   const ProcessOptions& options);
  ~WorkerLink();
  WorkerLink(const WorkerLink&) = delete;
  WorkerLink& operator=(const WorkerLink&) = delete;

  // Waits until the worker says that it is there, if it has not. kIo: it has ended before, or says
  // nothing for so long, or anything else.
  Result<void> Meet();

  // Once it was met: what it has said of itself, and when, from when it was asked for.
  const messages::WorkerHello& hello() const { return hello_; }
  Duration start_duration() const { return start_duration_; }

  // For a new run, whose messages have at most so many bytes.
  void Begin(uint32_t most);

  // Whether it can have a new run: it has not ended, and nothing is on its way in either direction,
  // as that would belong to no run.
  bool is_free();

  // Has the message go, when there is room. kIo: it is too long to be one. What comes to a worker
  // that has ended is lost.
  template <class Message>
  Result<void> Post(const Message& message) {
    const Result<std::string_view> frame = writer_.Write(message);
    if (!frame.ok()) return frame.error();
    Queue(*frame);
    return {};
  }

  // How many bytes wait for the worker to read.
  size_t outgoing() const { return outgoing_.size(); }

  // Waits until the worker wants something, or `wake` is readable, or it is time; writes what there
  // is room for meanwhile.
  void Wait(Instant until, int wake);

  // Copies out what the ring has, or a good part of it; after `End` no more than the ring has room
  // for, whoever may still write. False: nothing is left there. kIo.
  Result<bool> Drain();

  // See FrameReader.
  Result<std::optional<messages::Frame>> Next() { return reader_->Next(); }

  // Whether its end of the socket is closed, or has said what it never says: nothing comes any more
  // but what is in the ring.
  bool is_closed() const { return is_closed_; }
  const std::optional<Error>& bell_fault() const { return bell_fault_; }

  // Has it ended, without waiting for that.
  void Kill() { zygote_->Kill(*fate_); }

  // Has it ended, and waits until it has, but no longer than ProcessOptions::end_time: what has not
  // gone by then (WorkerFate::StillThere) has been killed, and goes when the system lets it.
  WorkerFate::End End();

  // Whether it was killed and has not gone for as long as `End` waits, nor since.
  bool is_still_there() const {
    return end_ && std::holds_alternative<WorkerFate::StillThere>(*end_) && !has_ended();
  }

  // Whether it or its zygote is known to have ended.
  bool has_ended() const { return fate_->has_ended(); }

  // Whether it should serve nobody new; see Zygote::is_spent.
  bool is_spent() const { return zygote_->is_spent(); }

 private:
  WorkerLink(std::shared_ptr<Zygote> zygote, std::shared_ptr<const WorkerFate> fate,
             Descriptor socket, SharedRing ring, const ProcessOptions& options);

  void Queue(std::string_view frame);
  void Flush();
  void HearBell();
  void Close();
  Result<void> TakeHello(const messages::Frame& frame);

  const std::shared_ptr<Zygote> zygote_;
  const std::shared_ptr<const WorkerFate> fate_;
  const Descriptor socket_;
  const SharedRing ring_;
  const std::chrono::milliseconds start_time_;
  const std::chrono::milliseconds end_time_;
  messages::RingReader ring_reader_;
  std::optional<messages::FrameReader> reader_;  // there is one
  messages::FrameWriter writer_;
  const Instant asked_at_ = SystemClock().Now();
  messages::WorkerHello hello_;
  Duration start_duration_{};
  OutgoingBytes outgoing_;
  std::optional<WorkerFate::End> end_;
  std::optional<size_t> rest_;  // bytes that are still read out of the ring, once it was ended
  bool was_met_ = false;
  bool is_closed_ = false;
  std::optional<Error> bell_fault_;
  bool wants_room_ = false;  // it waits for Drained
};

}  // namespace sendoff::carrier
