// SPDX-License-Identifier: MIT
#include "carrier/process/zygote.h"

#include <poll.h>
#include <sendoff/version.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "carrier/messages/control.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/frame_writer.h"

namespace sendoff::carrier {
namespace {

// How long its end may take, once its socket is closed.
constexpr std::chrono::milliseconds kEndTime(1000);

constexpr size_t kMostDescriptors = 2;

// A packet, or the empty one where none comes any more.
std::string Receive(int control) {
  std::string packet(messages::kFrameHead + messages::kLargestControl, '\0');
  ssize_t got = 0;
  do {
    got = recv(control, packet.data(), packet.size(), 0);
  } while (got < 0 && errno == EINTR);
  packet.resize(got > 0 ? static_cast<size_t>(got) : 0);
  return packet;
}

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

// What a packet is, where it has one frame and nothing else.
Result<messages::Frame> FrameOf(std::string_view packet, messages::FrameReader* reader) {
  reader->Room()->append(packet);
  Result<std::optional<messages::Frame>> frame = reader->Next();
  if (!frame.ok()) return std::move(frame.error());
  if (*frame && reader->waiting() == 0) return **frame;
  return Error{ErrorCode::kIo, "a packet that is no message"};
}

messages::FrameReader ControlReader() {
  return messages::FrameReader(messages::Side::kBroker, messages::kLargestControl);
}

Result<messages::WorkerHello> HelloOf(std::string_view packet) {
  messages::FrameReader reader = ControlReader();
  const Result<messages::Frame> frame = FrameOf(packet, &reader);
  if (!frame.ok()) return frame.error();
  if (frame->type != messages::MessageType::kWorkerHello) {
    return Error{ErrorCode::kIo,
                 "it begins with the message " + std::string(messages::NameOf(frame->type))};
  }
  return messages::Decode<messages::WorkerHello>(frame->payload);
}

Error NoWorker(const std::string& program, const std::string& why) {
  return {ErrorCode::kUsage,
          program + ": it is no sendoff-worker of sendoff " SENDOFF_VERSION ": " + why +
              ". Name the one that came with this sendoff, with ProcessOptions::worker or with "
              "SENDOFF_WORKER in the environment"};
}

}  // namespace

Result<std::shared_ptr<Zygote>> Zygote::Start(const std::string& program,
                                              std::chrono::milliseconds start_time) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
    return Error{ErrorCode::kIo, std::string("no socket for workers: ") + std::strerror(errno)};
  }
  Descriptor control(pair[0]);
  Descriptor theirs(pair[1]);
  Result<StartedProgram> started = StartedProgram::Start(program, theirs.fd());
  if (!started.ok()) return std::move(started.error());
  theirs = Descriptor(-1);
  messages::FrameWriter writer(messages::kLargestControl);
  const Result<std::string_view> hello =
      writer.Write(messages::BrokerHello{.sendoff = SENDOFF_VERSION});
  if (hello.ok()) send(control.fd(), hello->data(), hello->size(), MSG_NOSIGNAL);
  if (!WaitFor(control.fd(), start_time)) {
    started->WaitOrKill({});
    return NoWorker(program, "it said nothing for " + std::to_string(start_time.count()) + " ms");
  }
  const std::string packet = Receive(control.fd());
  if (packet.empty()) {
    return NoWorker(program,
                    "it ended " + ToString(started->WaitOrKill(kEndTime)) + " and said nothing");
  }
  Result<messages::WorkerHello> said = HelloOf(packet);
  if (!said.ok()) {
    started->WaitOrKill({});
    return NoWorker(program, said.error().message);
  }
  std::shared_ptr<Zygote> zygote(
      new Zygote(std::move(*started), std::move(control), std::move(*said)));
  Result<Thread> thread = Thread::Start([raw = zygote.get()] { raw->Listen(); });
  if (!thread.ok()) return std::move(thread.error());
  zygote->thread_ = std::move(*thread);
  return zygote;
}

Zygote::Zygote(StartedProgram program, Descriptor control, messages::WorkerHello hello)
    : program_(std::move(program)), control_(std::move(control)), hello_(std::move(hello)) {}

Zygote::~Zygote() {
  shutdown(control_.fd(), SHUT_RDWR);
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
  const int descriptors[kMostDescriptors] = {socket, ring};
  Result<void> sent =
      Send(messages::Fork{fate->worker(), ring_capacity}, descriptors, kMostDescriptors);
  if (sent.ok()) return std::shared_ptr<const WorkerFate>(std::move(fate));
  const std::lock_guard lock(mutex_);
  workers_.erase(fate->worker());
  return std::move(sent.error());
}

void Zygote::Kill(const WorkerFate& fate) {
  if (fate.has_ended()) return;
  static_cast<void>(Send(messages::Kill{fate.worker()}, nullptr, 0).ok());
}

bool Zygote::is_gone() const {
  const std::lock_guard lock(mutex_);
  return is_gone_;
}

template <class Message>
Result<void> Zygote::Send(const Message& message, const int* descriptors, size_t count) {
  messages::FrameWriter writer(messages::kLargestControl);
  const Result<std::string_view> frame = writer.Write(message);
  if (!frame.ok()) return frame.error();
  iovec bytes = {const_cast<char*>(frame->data()), frame->size()};
  msghdr packet{};
  packet.msg_iov = &bytes;
  packet.msg_iovlen = 1;
  alignas(cmsghdr) char room[CMSG_SPACE(kMostDescriptors * sizeof(int))] = {};
  if (count > 0) {
    packet.msg_control = room;
    packet.msg_controllen = CMSG_SPACE(count * sizeof(int));
    cmsghdr* head = CMSG_FIRSTHDR(&packet);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(count * sizeof(int));
    std::memcpy(CMSG_DATA(head), descriptors, count * sizeof(int));
  }
  ssize_t sent = 0;
  do {
    sent = sendmsg(control_.fd(), &packet, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  // One that has ended is told nothing: what becomes of its workers is known when it was reaped.
  if (sent >= 0 || errno == EPIPE || errno == ECONNRESET) return {};
  return Error{ErrorCode::kIo,
               std::string("the zygote of workers cannot be told: ") + std::strerror(errno)};
}

void Zygote::Listen() {
  for (;;) {
    const std::string packet = Receive(control_.fd());
    // What it says and should not: it is another program's fault, and nothing that follows is to
    // be relied on.
    if (packet.empty() || !Hear(packet).ok()) break;
  }
  shutdown(control_.fd(), SHUT_RDWR);
  program_.WaitOrKill(kEndTime);
  TellAll();
}

Result<void> Zygote::Hear(std::string_view packet) {
  messages::FrameReader reader = ControlReader();
  const Result<messages::Frame> frame = FrameOf(packet, &reader);
  if (!frame.ok()) return frame.error();
  if (frame->type == messages::MessageType::kForked) return {};
  if (frame->type == messages::MessageType::kForkFailed) {
    Result<messages::ForkFailed> failed = messages::Decode<messages::ForkFailed>(frame->payload);
    if (!failed.ok()) return std::move(failed.error());
    Tell(failed->worker, WorkerFate::NotForked{std::move(failed->why)});
    return {};
  }
  if (frame->type == messages::MessageType::kEnded) {
    const Result<messages::Ended> ended = messages::Decode<messages::Ended>(frame->payload);
    if (!ended.ok()) return ended.error();
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
