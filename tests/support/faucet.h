// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "net/stream/byte_stream.h"

namespace sendoff::test {

// A server that says `head` and then so many bytes more, as fast as its connection takes them.
class Faucet final : private net::ByteStream::Listener {
 public:
  Faucet(std::unique_ptr<net::ByteStream> stream, std::string head, uint64_t size)
      : head_(std::move(head)), left_(size), stream_(std::move(stream)) {
    stream_->SetListener(this);
    const std::string_view piece = head_;
    if (stream_->Write({&piece, 1})) OnWritten();
  }

  // Bytes after the head that were handed to the connection, or are being handed.
  uint64_t offered() const { return offered_; }
  bool is_empty() const { return left_ == 0; }

 private:
  void OnData(std::string_view) override {}
  void OnEnd() override {}
  void OnError(const Error&) override {}
  void OnWritten() override {
    while (left_ > 0) {
      const size_t size = std::min<uint64_t>(left_, block_.size());
      left_ -= size;
      offered_ += size;
      const std::string_view piece = std::string_view(block_).substr(0, size);
      if (!stream_->Write({&piece, 1})) return;
    }
  }

  const std::string head_;
  const std::string block_ = std::string(64 << 10, 'x');
  uint64_t left_;
  uint64_t offered_ = 0;
  std::unique_ptr<net::ByteStream> stream_;
};

}  // namespace sendoff::test
