// SPDX-License-Identifier: MIT
#include "tests/support/memory_pipe.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/check.h"

namespace sendoff::test {
namespace {

using net::ByteStream;

class PipeEnd final : public ByteStream {
 public:
  PipeEnd(TimerQueue& timers, size_t capacity, const net::SocketAddress& local,
          const net::SocketAddress& peer)
      : capacity_(capacity),
        local_(local),
        peer_address_(peer),
        turn_(timers, [this] { Turn(); }) {}

  ~PipeEnd() override {
    if (other_ == nullptr) return;
    other_->other_ = nullptr;
    other_->gone_ = reset_on_destroy_ ? Gone::kReset : Gone::kEnded;
    other_->WakeUp();
  }

  void ConnectTo(PipeEnd* other) { other_ = other; }

  void SetListener(Listener* listener) override {
    listener_ = listener;
    reading_ = reading_ || listener != nullptr;
    WakeUp();
  }

  void PauseReading() override { paused_ = true; }
  void ResumeReading() override {
    paused_ = false;
    WakeUp();
  }

  bool Write(std::span<const std::string_view> pieces) override {
    SENDOFF_CHECK(waiting_.empty());
    submitted_ = 0;
    std::string bytes;
    for (const std::string_view piece : pieces) bytes += piece;
    submitted_ = bytes.size();
    broken_ = other_ == nullptr;
    waiting_ = std::move(bytes);
    Send();
    if (!broken_ && waiting_.empty()) return true;
    must_tell_written_ = true;
    WakeUp();
    return false;
  }

  Wire wire() const override {
    if (submitted_ == waiting_.size()) return Wire::kNone;
    return waiting_.empty() ? Wire::kFull : Wire::kPartial;
  }

  bool IsQuiet() override { return gone_ == Gone::kNo && incoming_.empty() && other_ != nullptr; }
  void ResetOnDestroy() override { reset_on_destroy_ = true; }
  net::SocketAddress local_address() const override { return local_; }
  net::SocketAddress peer_address() const override { return peer_address_; }

 private:
  enum class Gone { kNo, kEnded, kReset };

  void WakeUp() {
    if (!turn_.active()) turn_.StartAfter(Duration::zero());
  }

  // As much as there is room for on the way.
  void Send() {
    if (other_ == nullptr) return;
    const size_t room = capacity_ - std::min(capacity_, other_->incoming_.size());
    const size_t count = std::min(room, waiting_.size());
    other_->incoming_ += waiting_.substr(0, count);
    waiting_.erase(0, count);
    other_->WakeUp();
  }

  // Tells of one thing; what more there is waits for the next turn, because the listener may
  // destroy this.
  void Turn() {
    if (reading_ && !paused_ && !incoming_.empty()) {
      const std::string bytes = std::move(incoming_);
      incoming_.clear();
      if (other_ != nullptr) {
        other_->Send();
        other_->WakeUp();
      }
      WakeUp();
      if (listener_ != nullptr) listener_->OnData(bytes);
      return;
    }
    if (must_tell_written_ && waiting_.empty() && !broken_) {
      must_tell_written_ = false;
      WakeUp();
      if (listener_ != nullptr) listener_->OnWritten();
      return;
    }
    if (listener_ == nullptr || paused_ || told_error_) return;
    if (gone_ == Gone::kReset || (gone_ == Gone::kEnded && must_tell_written_)) {
      told_error_ = true;
      return listener_->OnError({ErrorCode::kReset, "the other end of the pipe is gone"});
    }
    if (gone_ == Gone::kEnded && !told_end_) {
      told_end_ = true;
      listener_->OnEnd();
    }
  }

  const size_t capacity_;
  const net::SocketAddress local_;
  const net::SocketAddress peer_address_;
  PipeEnd* other_ = nullptr;
  Listener* listener_ = nullptr;
  bool reading_ = false;
  bool paused_ = false;
  bool reset_on_destroy_ = false;
  Gone gone_ = Gone::kNo;
  bool told_end_ = false;
  bool told_error_ = false;
  std::string incoming_;
  std::string waiting_;
  size_t submitted_ = 0;
  bool broken_ = false;
  bool must_tell_written_ = false;
  Timer turn_;
};

}  // namespace

std::pair<std::unique_ptr<ByteStream>, std::unique_ptr<ByteStream>> NewMemoryPipe(
    TimerQueue& timers, const MemoryPipeOptions& options) {
  auto first = std::make_unique<PipeEnd>(timers, options.capacity, options.first, options.second);
  auto second = std::make_unique<PipeEnd>(timers, options.capacity, options.second, options.first);
  first->ConnectTo(second.get());
  second->ConnectTo(first.get());
  return {std::move(first), std::move(second)};
}

}  // namespace sendoff::test
