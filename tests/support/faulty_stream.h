// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "base/timer_queue.h"
#include "net/byte_stream.h"

namespace sendoff::test {

// Counts the operations of all streams that share it, and makes one of them fail.
struct FaultPlan {
  size_t operations = 0;  // so far: writes, and events told
  std::optional<size_t> fail_at{};
  Error error{ErrorCode::kReset, "the test broke the stream"};

  bool Next() { return operations++ == fail_at; }
};

// A stream that breaks at the operation that `plan` says: that operation does not take place, the
// listener is told of the error instead. `timers` and `plan` must outlive it.
class FaultyStream final : public net::ByteStream, private net::ByteStream::Listener {
 public:
  FaultyStream(TimerQueue& timers, FaultPlan& plan, std::unique_ptr<net::ByteStream> below)
      : plan_(plan), below_(std::move(below)), tell_(timers, [this] { Tell(); }) {}

  void SetListener(net::ByteStream::Listener* listener) override {
    listener_ = listener;
    below_->SetListener(listener != nullptr ? this : nullptr);
  }
  bool Write(std::span<const std::string_view> pieces) override {
    refused_ = broken_ || plan_.Next();
    if (!refused_) return below_->Write(pieces);
    broken_ = true;
    tell_.StartAfter(Duration::zero());
    return false;
  }
  Wire wire() const override { return refused_ ? Wire::kNone : below_->wire(); }
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

  bool Goes() {
    if (broken_) return false;
    if (!plan_.Next()) return listener_ != nullptr;
    broken_ = true;
    Tell();
    return false;
  }
  void Tell() {
    if (listener_ != nullptr) listener_->OnError(plan_.error);
  }

  FaultPlan& plan_;
  std::unique_ptr<net::ByteStream> below_;
  net::ByteStream::Listener* listener_ = nullptr;
  bool broken_ = false;
  bool refused_ = false;  // the last write
  Timer tell_;
};

}  // namespace sendoff::test
