// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/timer_queue.h"
#include "net/stream/byte_stream.h"
#include "tests/support/fault_plan.h"

namespace sendoff::test {

// A stream on which the operation that `plan` says goes wrong. `timers` and `plan` must outlive it.
class FaultyStream final : public net::ByteStream, private net::ByteStream::Listener {
 public:
  FaultyStream(TimerQueue& timers, FaultPlan& plan, std::unique_ptr<net::ByteStream> below)
      : plan_(plan), below_(std::move(below)), tell_(timers, [this] { Break(); }) {}
  ~FaultyStream() override {
    if (gone_ != nullptr) *gone_ = true;
  }
  FaultyStream(const FaultyStream&) = delete;
  FaultyStream& operator=(const FaultyStream&) = delete;

  void SetListener(net::ByteStream::Listener* listener) override {
    listener_ = listener;
    below_->SetListener(listener != nullptr ? this : nullptr);
  }

  void PauseReading() override {
    paused_ = true;
    below_->PauseReading();
  }
  void ResumeReading() override {
    paused_ = false;
    below_->ResumeReading();
    if (broken_ && !told_) tell_.StartAfter(Duration::zero());
  }

  bool Write(std::span<const std::string_view> pieces) override {
    write_ = broken_ || mute_ ? Fault::kFail : plan_.Next();
    switch (write_) {
      case Fault::kNone:
        return below_->Write(pieces);
      case Fault::kFail:
        break;
      case Fault::kFailHalf:
        below_->Write(HalfOf(pieces));
        break;
      case Fault::kStall:
        mute_ = true;
        return false;
    }
    broken_ = true;
    tell_.StartAfter(Duration::zero());
    return false;
  }

  Wire wire() const override {
    if (write_ == Fault::kNone) return below_->wire();
    const bool took_some = write_ == Fault::kFailHalf && below_->wire() != Wire::kNone;
    return took_some ? Wire::kPartial : Wire::kNone;
  }

  bool IsQuiet() override { return !broken_ && below_->IsQuiet(); }
  void ResetOnDestroy() override { below_->ResetOnDestroy(); }
  net::SocketAddress local_address() const override { return below_->local_address(); }
  net::SocketAddress peer_address() const override { return below_->peer_address(); }

 private:
  void OnData(std::string_view bytes) override {
    if (Goes()) listener_->OnData(bytes);
  }
  void OnEnd() override {
    if (Goes()) listener_->OnEnd();
  }
  void OnError(const Error& error) override {
    if (Goes()) listener_->OnError(error);
  }
  void OnWritten() override {
    if (Goes()) listener_->OnWritten();
  }

  // Whether the event is told. May destroy this, and then it is not.
  bool Goes() {
    if (broken_ || mute_) return false;
    bool gone = false;
    gone_ = &gone;
    const Fault fault = plan_.Next();
    if (gone) return false;
    gone_ = nullptr;
    if (fault == Fault::kNone) return listener_ != nullptr;
    mute_ = fault == Fault::kStall;
    if (!mute_) Break();
    return false;
  }

  void Break() {
    broken_ = true;
    tell_.Stop();
    if (listener_ == nullptr || paused_) return;
    told_ = true;
    listener_->OnError({ErrorCode::kReset, "the test broke the stream"});
  }

  static std::vector<std::string_view> HalfOf(std::span<const std::string_view> pieces) {
    size_t rest = 0;
    for (const std::string_view piece : pieces) rest += piece.size();
    rest /= 2;
    std::vector<std::string_view> half;
    for (const std::string_view piece : pieces) {
      half.push_back(piece.substr(0, rest));
      rest -= half.back().size();
    }
    return half;
  }

  FaultPlan& plan_;
  bool* gone_ = nullptr;  // to be told when this is destroyed by the plan's hook
  std::unique_ptr<net::ByteStream> below_;
  net::ByteStream::Listener* listener_ = nullptr;
  bool paused_ = false;
  bool broken_ = false;
  bool told_ = false;
  bool mute_ = false;
  Fault write_ = Fault::kNone;  // what became of the last one
  Timer tell_;
};

}  // namespace sendoff::test
