// SPDX-License-Identifier: MIT
#include "net/tls/tls_stream.h"

#include <utility>

#include "net/tls/tls_byte_stream.h"

namespace sendoff::net {
namespace {

// Ten thousand names in a certificate fit; a peer that sends on and on does not.
constexpr size_t kMaxHandshakeBytes = 256 << 10;

class Handshake final : public TlsHandshake, private ByteStream::Listener {
 public:
  Handshake(TlsContext& context, TimerQueue& timers, const TlsServer& server,
            std::unique_ptr<ByteStream> below, Callback callback)
      : timers_(timers),
        session_(std::make_unique<TlsSession>(context, server)),
        below_(std::move(below)),
        callback_(std::move(callback)) {}

  bool is_resumed() const override { return is_resumed_; }

  void Start() {
    below_->SetListener(this);
    Result<bool> step = session_->Handshake();
    Flush();
    if (step.ok()) return;
    fail_.StartAfter(timers_, Duration::zero(), [this, error = std::move(step.error())]() mutable {
      Finish(std::move(error));
    });
  }

 private:
  void OnData(std::string_view bytes) override {
    // Also while our own last words wait to be taken: what comes meanwhile is kept.
    received_ += bytes.size();
    if (received_ > kMaxHandshakeBytes) {
      return Finish(
          Error{ErrorCode::kTls, session_->host() + " sent more than a TLS handshake may take"});
    }
    session_->PutCiphertext(bytes);
    if (done_) return;
    Result<bool> step = session_->Handshake();
    // Also after an error: the peer should be told what was wrong.
    Flush();
    if (!step.ok()) return Finish(std::move(step.error()));
    done_ = *step;
    FinishIfDone();
  }

  void OnEnd() override {
    Finish(Error{ErrorCode::kReset,
                 session_->host() + " closed the connection during the TLS handshake"});
  }

  void OnError(const Error& error) override {
    Finish(Error{error.code, "during the TLS handshake: " + error.message, error.detail});
  }

  void OnWritten() override {
    below_busy_ = false;
    Flush();
    FinishIfDone();
  }

  void Flush() {
    if (below_busy_) return;
    outgoing_ = session_->TakeCiphertext();
    if (outgoing_.empty()) return;
    const std::string_view piece = outgoing_;
    below_busy_ = !below_->Write({&piece, 1});
  }

  // The last flight must have left before the request is written: what `wire` says of the request
  // would otherwise be about the handshake.
  void FinishIfDone() {
    if (!done_ || below_busy_) return;
    is_resumed_ = session_->is_resumed();
    Finish(std::unique_ptr<ByteStream>(
        std::make_unique<TlsByteStream>(timers_, std::move(session_), std::move(below_))));
  }

  // The callback may destroy this.
  void Finish(Result<std::unique_ptr<ByteStream>> result) {
    if (below_) below_->SetListener(nullptr);
    const Callback callback = std::move(callback_);
    callback(std::move(result));
  }

  TimerQueue& timers_;
  std::unique_ptr<TlsSession> session_;
  std::unique_ptr<ByteStream> below_;
  Callback callback_;
  size_t received_ = 0;
  std::string outgoing_;
  bool below_busy_ = false;
  bool done_ = false;
  bool is_resumed_ = false;
  RareTimer fail_;  // the end, where it was found inside `Start`
};

}  // namespace

std::unique_ptr<TlsHandshake> TlsHandshake::Start(TlsContext& context, TimerQueue& timers,
                                                  const TlsServer& server,
                                                  std::unique_ptr<ByteStream> below,
                                                  Callback callback) {
  auto handshake =
      std::make_unique<Handshake>(context, timers, server, std::move(below), std::move(callback));
  handshake->Start();
  return handshake;
}

}  // namespace sendoff::net
