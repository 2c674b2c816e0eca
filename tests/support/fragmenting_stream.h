// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/timer_queue.h"
#include "net/stream/byte_stream.h"

namespace sendoff::test {

// Passes on what arrives in pieces of at most `size` bytes. `timers` must outlive it.
class FragmentingStream final : public net::ByteStream, private net::ByteStream::Listener {
 public:
  FragmentingStream(TimerQueue& timers, std::unique_ptr<net::ByteStream> below, size_t size)
      : below_(std::move(below)), size_(size), later_(timers, [this] { GoOn(); }) {}
  ~FragmentingStream() override {
    if (destroyed_ != nullptr) *destroyed_ = true;
  }

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
    later_.StartAfter(Duration::zero());
  }
  bool Write(std::span<const std::string_view> pieces) override { return below_->Write(pieces); }
  Wire wire() const override { return below_->wire(); }
  bool IsQuiet() override { return below_->IsQuiet(); }
  void ResetOnDestroy() override { below_->ResetOnDestroy(); }
  net::SocketAddress local_address() const override { return below_->local_address(); }
  net::SocketAddress peer_address() const override { return below_->peer_address(); }

 private:
  void OnData(std::string_view bytes) override { Pass(bytes); }
  // False when the listener destroyed this.
  bool Pass(std::string_view bytes) {
    bool destroyed = false;
    destroyed_ = &destroyed;
    while (!bytes.empty() && listener_ != nullptr && !paused_) {
      const std::string_view piece = bytes.substr(0, size_);
      bytes.remove_prefix(piece.size());
      listener_->OnData(piece);
      if (destroyed) return false;
    }
    destroyed_ = nullptr;
    rest_ = bytes;
    return true;
  }
  void GoOn() {
    if (paused_) return;
    const std::string rest = std::exchange(rest_, {});
    if (Pass(rest) && !paused_) below_->ResumeReading();
  }
  void OnEnd() override { listener_->OnEnd(); }
  void OnError(const Error& error) override { listener_->OnError(error); }
  void OnWritten() override { listener_->OnWritten(); }

  std::unique_ptr<net::ByteStream> below_;
  const size_t size_;
  std::string rest_;
  bool paused_ = false;
  Timer later_;
  net::ByteStream::Listener* listener_ = nullptr;
  bool* destroyed_ = nullptr;
};

}  // namespace sendoff::test
