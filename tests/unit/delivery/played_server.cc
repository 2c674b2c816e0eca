// SPDX-License-Identifier: MIT
#include "tests/unit/delivery/played_server.h"

#include <charconv>
#include <utility>

namespace sendoff::test {

size_t RequestLength(std::string_view text) {
  const size_t head_end = text.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return 0;
  constexpr std::string_view kField = "\r\nContent-Length: ";
  const size_t field = text.substr(0, head_end).find(kField);
  size_t body = 0;
  if (field != std::string_view::npos) {
    const std::string_view digits = text.substr(field + kField.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), body);
  }
  const size_t length = head_end + 4 + body;
  return length <= text.size() ? length : 0;
}

PlayedServer::PlayedServer(std::unique_ptr<net::ByteStream> stream, const Identity* identity,
                           std::deque<Reply> replies)
    : replies_(std::move(replies)) {
  if (identity == nullptr) {
    stream_ = std::move(stream);
    stream_->SetListener(this);
    return;
  }
  tls_ = std::make_unique<TlsPeer>(*identity, std::move(stream));
  tls_->on_received = [this] { React(); };
}

void PlayedServer::OnData(std::string_view bytes) {
  received_ += bytes;
  React();
}

void PlayedServer::OnWritten() {
  busy_ = false;
  Flush();
}

void PlayedServer::React() {
  while (const size_t length = RequestLength(std::string_view(received()).substr(consumed_))) {
    const std::string_view request = std::string_view(received()).substr(consumed_, length);
    const bool is_moved = request.find(" /moved ") != std::string_view::npos;
    consumed_ += length;
    const Reply reply = is_moved ? Reply::kAnswer : replies_.front();
    if (replies_.size() > 1) replies_.pop_front();
    switch (reply) {
      case Reply::kAnswer:
        Say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        break;
      case Reply::kAnswerAndClose:
        Say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
        return Close();
      case Reply::kHalf:
        Say("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nok so far");
        break;
      case Reply::kNothing:
        break;
      case Reply::kRedirect:
        Say("HTTP/1.1 302 Found\r\nLocation: //b.test/moved\r\nContent-Length: 0\r\n\r\n");
        break;
      case Reply::kReset:
        if (stream_) stream_->ResetOnDestroy();
        return Close();
    }
  }
}

void PlayedServer::Say(const std::string& bytes) {
  if (tls_) return tls_->Send(bytes);
  queued_ += bytes;
  Flush();
}

void PlayedServer::Flush() {
  if (busy_ || queued_.empty() || !stream_) return;
  outgoing_ = std::exchange(queued_, {});
  const std::string_view piece = outgoing_;
  busy_ = !stream_->Write({&piece, 1});
}

void PlayedServer::Close() {
  if (tls_) {
    tls_->SendCloseNotify();
    tls_->Close();
  }
  stream_.reset();
}

}  // namespace sendoff::test
