// SPDX-License-Identifier: MIT
#include "net/tls/tls_byte_stream.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"

namespace sendoff::net {
namespace {

// How much of a body stands as ciphertext beside the plaintext at one time.
constexpr size_t kChunk = 32 << 10;

// Of what comes, what is no data: tickets, new keys, requests to renegotiate. Each costs time, some
// an answer, and HTTP's own limits never see them. A byte of data in a record of its own is 23 to
// 85 bytes on the wire.
constexpr size_t kMaxOverhead = 256 << 10;
constexpr size_t kOverheadPerByte = 128;

// And so many messages, of which each costs as much as a kilobyte of data or more: these at once,
// and one more with each second. Servers send a few tickets, and new keys after gigabytes.
constexpr size_t kMaxMessages = 32;

}  // namespace

TlsByteStream::TlsByteStream(TimerQueue& timers, std::unique_ptr<TlsSession> session,
                             std::unique_ptr<ByteStream> below)
    : session_(std::move(session)),
      below_(std::move(below)),
      began_(timers.Now()),
      timers_(timers),
      later_(timers, [this] { TellLater(); }) {
  below_->SetListener(this);
}

TlsByteStream::~TlsByteStream() {
  if (destroyed_ != nullptr) *destroyed_ = true;
  if (!error_ && !below_busy_ && !breaks_off_) SayGoodbye();
}

// The peer must be able to tell our end from one that somebody on the way made up (RFC 8446 section
// 6.1). What the network does not take at once it does not get.
void TlsByteStream::SayGoodbye() {
  below_->SetListener(nullptr);
  session_->End();
  outgoing_ = session_->TakeCiphertext();
  const std::string_view piece = outgoing_;
  if (!piece.empty()) below_->Write({&piece, 1});
}

void TlsByteStream::ResetOnDestroy() {
  breaks_off_ = true;
  below_->ResetOnDestroy();
}

void TlsByteStream::SetListener(ByteStream::Listener* listener) {
  listener_ = listener;
  if (listener == nullptr) return;
  if (session_->has_input() || has_untold()) later_.StartAfter(Duration::zero());
}

void TlsByteStream::PauseReading() {
  paused_ = true;
  below_->PauseReading();
}

void TlsByteStream::ResumeReading() {
  if (std::exchange(paused_, false)) later_.StartAfter(Duration::zero());
}

void TlsByteStream::TellLater() {
  if (listener_ != nullptr && !error_ && !ended_ && !Drain()) return;
  // Not before: what comes, and an end most of all, is behind what had come.
  if (!paused_) below_->ResumeReading();
  Tell();
}

void TlsByteStream::OnData(std::string_view bytes) {
  if (ended_ || error_) return;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, TlsSession::kPiece);
    bytes.remove_prefix(piece.size());
    session_->PutCiphertext(piece);
    received_ += piece.size();
    if (!Drain()) return;
    if (!error_ && HasTooMuchOverhead()) {
      Fail({ErrorCode::kTls, session_->host() + " sends messages of TLS and hardly any data"});
    }
  }
  // Also after an error: the peer should be told what was wrong.
  Pump();
  Tell();
}

bool TlsByteStream::HasTooMuchOverhead() const {
  if (received_ > kMaxOverhead + kOverheadPerByte * decrypted_) return true;
  // Time is asked for only when it matters.
  if (session_->own_messages() <= kMaxMessages) return false;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(timers_.Now() - began_);
  return session_->own_messages() > kMaxMessages + static_cast<size_t>(seconds.count());
}

bool TlsByteStream::Drain() {
  std::array<char, TlsSession::kPiece> buffer;
  while (!ended_ && !error_ && !paused_) {
    Result<TlsSession::ReadResult> read = session_->Decrypt(buffer);
    if (!read.ok()) {
      Fail(std::move(read.error()));
    } else if (read->state == TlsSession::ReadState::kNeedsInput) {
      return true;
    } else if (read->state == TlsSession::ReadState::kEnded) {
      ended_ = true;
    } else {
      decrypted_ += read->data.size();
      if (listener_ == nullptr) continue;
      bool destroyed = false;
      destroyed_ = &destroyed;
      listener_->OnData(read->data);
      if (destroyed) return false;
      destroyed_ = nullptr;
    }
  }
  return true;
}

bool TlsByteStream::Write(std::span<const std::string_view> pieces) {
  SENDOFF_CHECK(!writing_);
  plaintext_.assign(pieces.begin(), pieces.end());
  std::erase_if(plaintext_, [](std::string_view piece) { return piece.empty(); });
  writing_ = true;
  chunk_taken_ = false;
  written_ = false;
  Pump();
  if (!is_written()) return false;
  writing_ = false;
  written_ = true;
  return true;
}

void TlsByteStream::Pump() {
  while (!below_busy_) {
    chunk_under_way_ = !error_ && !plaintext_.empty();
    if (chunk_under_way_) {
      Result<void> encrypted = EncryptNextChunk();
      if (!encrypted.ok()) {
        chunk_under_way_ = false;
        session_->TakeCiphertext();  // a part of what was to be written; it goes nowhere
        return Fail(std::move(encrypted.error()));
      }
    }
    outgoing_ = session_->TakeCiphertext();
    if (outgoing_.empty()) return;
    const std::string_view piece = outgoing_;
    if (!below_->Write({&piece, 1})) {
      below_busy_ = true;
      return;
    }
    OnChunkTaken();
  }
}

Result<void> TlsByteStream::EncryptNextChunk() {
  // In one piece, so that a small request's head and body share a TLS record.
  std::string chunk;
  while (chunk.size() < kChunk && !plaintext_.empty()) {
    std::string_view& front = plaintext_.front();
    const std::string_view part = front.substr(0, kChunk - chunk.size());
    chunk += part;
    front.remove_prefix(part.size());
    if (front.empty()) plaintext_.pop_front();
  }
  return session_->Encrypt(chunk);
}

void TlsByteStream::OnChunkTaken() {
  if (std::exchange(chunk_under_way_, false)) chunk_taken_ = true;
  outgoing_ = {};
}

void TlsByteStream::OnWritten() {
  below_busy_ = false;
  OnChunkTaken();
  Pump();
  if (error_) return Tell();
  if (!is_written()) return;
  writing_ = false;
  written_ = true;
  if (listener_ != nullptr) listener_->OnWritten();
}

Wire TlsByteStream::wire() const {
  if (written_) return Wire::kFull;
  const Wire chunk = chunk_under_way_ && below_busy_ ? below_->wire() : Wire::kNone;
  if (chunk == Wire::kFull && plaintext_.empty()) return Wire::kFull;
  return chunk == Wire::kNone && !chunk_taken_ ? Wire::kNone : Wire::kPartial;
}

bool TlsByteStream::IsQuiet() {
  return !ended_ && !error_ && !session_->has_input() && below_->IsQuiet();
}

void TlsByteStream::OnEnd() {
  if (ended_ || error_) return;
  Fail({ErrorCode::kReset, session_->host() +
                               " ended the connection without TLS's close_notify, so that what "
                               "had come may not be all"});
  Tell();
}

void TlsByteStream::OnError(const Error& error) {
  if (error_) return;
  Fail(error);
  Tell();
}

void TlsByteStream::Fail(Error error) {
  error_ = std::move(error);
  later_.StartAfter(Duration::zero());
}

// The listener may destroy this stream.
void TlsByteStream::Tell() {
  if (listener_ == nullptr || paused_ || !has_untold()) return;
  later_.Stop();
  if (error_) {
    error_told_ = true;
    return listener_->OnError(*error_);
  }
  end_told_ = true;
  listener_->OnEnd();
}

}  // namespace sendoff::net
