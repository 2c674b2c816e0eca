// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/timer_queue.h"
#include "net/stream/byte_stream.h"
#include "net/tls/tls_session.h"

namespace sendoff::net {

// A TLS connection after its handshake, over any ByteStream. `timers` must outlive it.
//
// The peer's orderly end is close_notify and nothing else. A stream that just stops could have been
// cut by anybody on the way; for a body that lasts until the end of the connection (HTTP/1.1
// without a length) nothing else would show that a part is missing. So that is an error (kReset).
// It does no harm to a response with a length: that one is whole before the end comes.
class TlsByteStream final : public ByteStream, private ByteStream::Listener {
 public:
  TlsByteStream(TimerQueue& timers, std::unique_ptr<TlsSession> session,
                std::unique_ptr<ByteStream> below);
  ~TlsByteStream() override;

  void SetListener(ByteStream::Listener* listener) override;
  void PauseReading() override;
  void ResumeReading() override;
  bool Write(std::span<const std::string_view> pieces) override;
  Wire wire() const override;
  bool IsQuiet() override;
  void ResetOnDestroy() override;
  SocketAddress local_address() const override { return below_->local_address(); }
  SocketAddress peer_address() const override { return below_->peer_address(); }

 private:
  // From below.
  void OnData(std::string_view bytes) override;
  void OnEnd() override;
  void OnError(const Error& error) override;
  void OnWritten() override;

  // Whether so much is TLS's own affair that the peer must be up to something.
  bool HasTooMuchOverhead() const;
  // Hands on what can be decrypted, up to a pause: what came and is not decrypted then, a read of
  // the stream below at most, waits as it is. False when the listener destroyed this stream.
  bool Drain();
  // Hands ciphertext to the stream below as long as that takes it at once.
  void Pump();
  Result<void> EncryptNextChunk();
  void OnChunkTaken();
  bool is_written() const { return writing_ && !error_ && plaintext_.empty() && !below_busy_; }
  void SayGoodbye();
  void Fail(Error error);
  bool has_untold() const { return error_ ? !error_told_ : ended_ && !end_told_; }
  void Tell();
  void TellLater();

  std::unique_ptr<TlsSession> session_;
  std::unique_ptr<ByteStream> below_;
  ByteStream::Listener* listener_ = nullptr;
  bool paused_ = false;
  bool ended_ = false;
  std::optional<Error> error_;
  bool end_told_ = false;
  bool error_told_ = false;
  uint64_t received_ = 0;   // bytes, as ciphertext
  uint64_t decrypted_ = 0;  // and what was data
  const Instant began_;
  bool breaks_off_ = false;  // and says no goodbye
  TimerQueue& timers_;
  Timer later_;  // tells what must not be told inside a call
  // While the listener is told of data: where to say that it destroyed this stream.
  bool* destroyed_ = nullptr;

  // The write under way, and of the last one: what `wire` needs.
  std::deque<std::string_view> plaintext_;  // not encrypted yet
  std::string outgoing_;                    // the stream below works on it
  bool below_busy_ = false;
  bool writing_ = false;
  bool chunk_under_way_ = false;  // `outgoing_` holds a part of the write
  bool chunk_taken_ = false;      // an earlier part was handed to the network
  bool written_ = false;          // all parts were
};

}  // namespace sendoff::net
