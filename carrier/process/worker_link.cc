// SPDX-License-Identifier: MIT
#include "carrier/process/worker_link.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include "base/system_error.h"
#include "carrier/messages/control.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/hello.h"
#include "carrier/messages/ring.h"
#include "carrier/messages/to_worker.h"
#include "carrier/process/worker_end.h"

namespace sendoff::carrier {
namespace {

constexpr size_t kAtOnce = 256 << 10;  // bytes out of the ring

// As ppoll wants it.
struct Timeout {
  explicit Timeout(Instant until) : is_ever(until == Instant::max()) {
    const Instant now = SystemClock().Now();
    const Duration left = until > now ? until - now : Duration::zero();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    time.tv_sec = static_cast<time_t>(seconds.count());
    time.tv_nsec = static_cast<long>(std::chrono::nanoseconds(left - seconds).count());
  }
  const timespec* get() const { return is_ever ? nullptr : &time; }

  bool is_ever;
  timespec time{};
};

}  // namespace

Result<std::unique_ptr<WorkerLink>> WorkerLink::Start(std::shared_ptr<Zygote> zygote,
                                                      const ProcessOptions& options) {
  Result<SharedRing> ring = SharedRing::Create(options.ring_bytes);
  if (!ring.ok()) return std::move(ring.error());
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
    return SystemError("no socket for a worker");
  }
  Descriptor ours(pair[0]);
  const Descriptor theirs(pair[1]);
  const Descriptor file = ring->TakeFile();
  Result<std::shared_ptr<const WorkerFate>> fate =
      zygote->Fork(options.ring_bytes, theirs.fd(), file.fd());
  if (!fate.ok()) return std::move(fate.error());
  return std::unique_ptr<WorkerLink>(new WorkerLink(std::move(zygote), std::move(*fate),
                                                    std::move(ours), std::move(*ring), options));
}

WorkerLink::WorkerLink(std::shared_ptr<Zygote> zygote, std::shared_ptr<const WorkerFate> fate,
                       Descriptor socket, SharedRing ring, const ProcessOptions& options)
    : zygote_(std::move(zygote)),
      fate_(std::move(fate)),
      socket_(std::move(socket)),
      ring_(std::move(ring)),
      start_time_(options.start_time),
      end_time_(options.end_time),
      ring_reader_(ring_.memory(), ring_.capacity()),
      reader_(std::in_place, messages::Side::kBroker, messages::kLargestControl),
      writer_(std::numeric_limits<uint32_t>::max()) {}

WorkerLink::~WorkerLink() { Kill(); }

Result<void> WorkerLink::Meet() {
  const Instant until = After(SystemClock().Now(), start_time_);
  while (!was_met_) {
    const Result<bool> drained = Drain();
    if (!drained.ok()) return drained.error();
    const Result<std::optional<messages::Frame>> frame = Next();
    if (!frame.ok()) return frame.error();
    if (*frame) return TakeHello(**frame);
    if (is_closed_) return Error{ErrorCode::kIo, "a worker " + DescribeStart(End())};
    if (SystemClock().Now() >= until) {
      return Error{ErrorCode::kIo,
                   "a worker was not ready after " + std::to_string(start_time_.count()) + " ms"};
    }
    Wait(until, -1);
  }
  return {};
}

Result<void> WorkerLink::TakeHello(const messages::Frame& frame) {
  if (frame.type == messages::MessageType::kStartFailed) {
    const auto failed = messages::Decode<messages::StartFailed>(frame.payload);
    if (!failed.ok()) return failed.error();
    return Error{ErrorCode::kIo, "a worker cannot be made: " + failed->why};
  }
  if (frame.type != messages::MessageType::kWorkerHello) {
    return Error{ErrorCode::kIo,
                 "a worker began with the message " + std::string(messages::NameOf(frame.type))};
  }
  auto hello = messages::Decode<messages::WorkerHello>(frame.payload);
  if (!hello.ok()) return std::move(hello.error());
  hello_ = std::move(*hello);
  start_duration_ = SystemClock().Now() - asked_at_;
  was_met_ = true;
  return {};
}

void WorkerLink::Begin(uint32_t most) { reader_.emplace(messages::Side::kBroker, most); }

bool WorkerLink::is_free() {
  Wait(Instant(), -1);
  const Result<bool> drained = Drain();
  return drained.ok() && reader_->waiting() == 0 && outgoing_.empty() && !is_closed_;
}

void WorkerLink::Queue(std::string_view frame) {
  if (is_closed_) return;
  // What the socket takes at once is not copied.
  if (outgoing_.empty()) {
    const ssize_t sent =
        send(socket_.fd(), frame.data(), frame.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) frame.remove_prefix(static_cast<size_t>(sent));
  }
  outgoing_.Append(frame);
}

void WorkerLink::Flush() {
  while (!outgoing_.empty()) {
    const std::string_view rest = outgoing_.rest();
    const ssize_t sent = send(socket_.fd(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) return;
    // It has ended: who reads hears of it.
    outgoing_.Remove(sent < 0 ? rest.size() : static_cast<size_t>(sent));
  }
}

void WorkerLink::Wait(Instant until, int wake) {
  const auto wanted = static_cast<short>(POLLIN | (outgoing_.empty() ? 0 : POLLOUT));
  pollfd waits[] = {{is_closed_ ? -1 : socket_.fd(), wanted, 0}, {wake, POLLIN, 0}};
  const Timeout timeout(until);
  if (ppoll(waits, std::size(waits), timeout.get(), nullptr) <= 0) return;
  if ((waits[0].revents & POLLOUT) != 0) Flush();
  const bool has_gone = (waits[0].revents & (POLLHUP | POLLERR)) != 0;
  if (has_gone || (waits[0].revents & POLLIN) != 0) HearBell();
  // It may have rung before.
  while (has_gone && !is_closed_) HearBell();
}

void WorkerLink::HearBell() {
  char bells[256];
  const ssize_t got = recv(socket_.fd(), bells, sizeof(bells), MSG_DONTWAIT);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (got <= 0) return Close();
  for (ssize_t i = 0; i < got; ++i) {
    const auto bell = static_cast<messages::Doorbell>(bells[i]);
    if (bell == messages::Doorbell::kRoomWanted) {
      wants_room_ = true;
    } else if (bell != messages::Doorbell::kLook) {
      bell_fault_ =
          Error{ErrorCode::kIo, "the byte " + std::to_string(static_cast<uint8_t>(bells[i])) +
                                    " on the socket, which only rings"};
      return Close();
    }
  }
}

void WorkerLink::Close() {
  is_closed_ = true;
  outgoing_.Clear();  // which nobody reads
}

Result<bool> WorkerLink::Drain() {
  const size_t most = std::min(kAtOnce, rest_.value_or(kAtOnce));
  const Result<size_t> read = ring_reader_.Read(reader_->Room(), most);
  if (!read.ok()) return read.error();
  if (rest_) *rest_ -= *read;
  if (*read == kAtOnce) return true;
  if (std::exchange(wants_room_, false)) {
    Result<void> told = Post(messages::Drained{});
    if (!told.ok()) return told.error();
  }
  return false;
}

WorkerFate::End WorkerLink::End() {
  if (end_) return *end_;
  Kill();
  Close();
  rest_ = ring_.capacity();
  end_ = fate_->Wait(After(SystemClock().Now(), end_time_));
  if (!end_) end_ = WorkerFate::StillThere{};
  return *end_;
}

}  // namespace sendoff::carrier
