// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string_view>

#include "base/clock.h"
#include "net/stream/byte_stream.h"

namespace sendoff::net {

// A connection that waits, with nothing written to it, until its request is let through. What
// happens on it meanwhile ends it: nobody asked for data, and an end or an error says that the
// server is done with it. One loop thread.
class HeldConnection final : private ByteStream::Listener {
 public:
  HeldConnection(std::unique_ptr<ByteStream> stream, Instant usable_until)
      : stream_(std::move(stream)), usable_until_(usable_until) {
    stream_->SetListener(this);
  }
  ~HeldConnection() override {
    if (stream_) stream_->SetListener(nullptr);
  }
  HeldConnection(const HeldConnection&) = delete;
  HeldConnection& operator=(const HeldConnection&) = delete;

  // It was told that the server has closed it, or said something.
  bool is_lost() const { return !stream_; }

  // Something lies on it that it has not been told of: the same, or TLS's own (in TLS 1.3 tickets
  // come behind the handshake), which the next turn of the loop takes off it.
  bool has_unread() { return stream_ && !stream_->IsQuiet(); }

  // The connection, if a request may be written to it now, or null.
  std::unique_ptr<ByteStream> Release(Instant now) {
    if (is_lost() || has_unread() || now > usable_until_) return nullptr;
    stream_->SetListener(nullptr);
    return std::move(stream_);
  }

 private:
  void OnData(std::string_view) override { stream_.reset(); }
  void OnEnd() override { stream_.reset(); }
  void OnError(const Error&) override { stream_.reset(); }
  void OnWritten() override {}

  std::unique_ptr<ByteStream> stream_;  // null: lost
  const Instant usable_until_;
};

}  // namespace sendoff::net
