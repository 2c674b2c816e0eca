// SPDX-License-Identifier: MIT
#include "net/stream/tcp_stream.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"

namespace sendoff::net {
namespace {

// Of bytes in one write: newer versions of libuv refuse one of 2 GiB and more.
constexpr size_t kMostAtOnce = size_t{1} << 30;

}  // namespace

TcpStream::TcpStream(Loop& loop, ReadBuffer& buffer, Handle socket, const SocketAddress& local,
                     const SocketAddress& peer)
    : loop_(loop), buffer_(buffer), socket_(std::move(socket)), local_(local), peer_(peer) {
  socket_.get()->data = this;
}

TcpStream::~TcpStream() {
  if (destroyed_ != nullptr) *destroyed_ = true;
  if (!reset_on_destroy_) return;
  const linger at_once{1, 0};
  setsockopt(fd(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

int TcpStream::fd() const {
  uv_os_fd_t fd = -1;
  uv_fileno(socket_.base(), &fd);
  return fd;
}

void TcpStream::SetListener(Listener* listener) {
  listener_ = listener;
  if (listener == nullptr) return;
  wanted_ = true;
  if (has_untold()) TellSoon();
  StartReading();
}

void TcpStream::PauseReading() {
  paused_ = true;
  if (std::exchange(reading_, false)) uv_read_stop(uv());
}

void TcpStream::ResumeReading() {
  paused_ = false;
  if (has_untold()) TellSoon();
  StartReading();
}

void TcpStream::StartReading() {
  if (reading_ || paused_ || !wanted_ || ended_ || error_) return;
  reading_ = true;
  const int status = uv_read_start(
      uv(),
      [](uv_handle_t* handle, size_t, uv_buf_t* buf) {
        auto* self = static_cast<TcpStream*>(handle->data);
        if (self == nullptr) return;
        *buf = uv_buf_init(self->buffer_.data(), static_cast<unsigned>(self->buffer_.size()));
      },
      [](uv_stream_t* stream, ssize_t count, const uv_buf_t*) {
        auto* self = static_cast<TcpStream*>(stream->data);
        if (self != nullptr) self->OnRead(count);
      });
  if (status != 0) Fail(status);
}

void TcpStream::OnRead(ssize_t count) {
  if (count > 0) {
    if (listener_ == nullptr || error_told_) return;
    return listener_->OnData({buffer_.data(), static_cast<size_t>(count)});
  }
  if (count == 0) return;  // nothing after all, not an end
  if (count != UV_EOF) {
    Fail(static_cast<int>(count));
  } else if (was_reset()) {
    Fail(UV_ECONNRESET);
  } else {
    ended_ = true;
  }
  Tell();
}

// libuv calls it an end when a reset comes together with the last data. (A reset after an orderly
// end is EPIPE, and changes nothing for who reads.)
bool TcpStream::was_reset() const {
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(fd(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == ECONNRESET;
}

bool TcpStream::Write(std::span<const std::string_view> pieces) {
  SENDOFF_CHECK(last_write_ != LastWrite::kWaiting);
  submitted_ = 0;
  taken_at_once_ = 0;
  std::vector<uv_buf_t> buffers;
  buffers.reserve(pieces.size());
  for (const std::string_view piece : pieces) {
    if (piece.empty()) continue;
    // libuv does not write through the pointer. Not uv_buf_init, which takes lengths of 32 bits.
    buffers.push_back({const_cast<char*>(piece.data()), piece.size()});
    submitted_ += piece.size();
  }

  int status = 0;
  if (!buffers.empty() && submitted_ <= kMostAtOnce) {
    status = uv_try_write(uv(), buffers.data(), static_cast<unsigned>(buffers.size()));
  }
  if (status > 0) taken_at_once_ = static_cast<size_t>(status);
  if (status >= 0 && taken_at_once_ == submitted_) {
    last_write_ = LastWrite::kTaken;
    return true;
  }
  if (status >= 0 || status == UV_EAGAIN) {
    unsent_ = std::move(buffers);
    Skip(taken_at_once_);
    status = WriteMore();
  }
  last_write_ = status == 0 ? LastWrite::kWaiting : LastWrite::kRefused;
  if (status != 0) Fail(status);
  return false;
}

// Takes so many bytes off the front of what is not sent.
void TcpStream::Skip(size_t bytes) {
  size_t whole = 0;
  while (whole < unsent_.size() && bytes >= unsent_[whole].len) bytes -= unsent_[whole++].len;
  unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<ptrdiff_t>(whole));
  if (bytes == 0) return;
  unsent_.front().base += bytes;
  unsent_.front().len -= bytes;
}

// Hands what the kernel had no room for to libuv, or as much of it as that takes.
int TcpStream::WriteMore() {
  std::vector<uv_buf_t> portion;
  size_t room = kMostAtOnce;
  for (const uv_buf_t& buffer : unsent_) {
    if (room == 0) break;
    portion.push_back({buffer.base, std::min(buffer.len, room)});
    room -= portion.back().len;
  }
  Skip(kMostAtOnce - room);
  auto* request = new uv_write_t;
  const int status = uv_write(request, uv(), portion.data(), static_cast<unsigned>(portion.size()),
                              [](uv_write_t* done, int result) {
                                auto* self = static_cast<TcpStream*>(done->handle->data);
                                delete done;
                                if (self != nullptr) self->OnWriteEnd(result);
                              });
  if (status != 0) delete request;
  return status;
}

void TcpStream::OnWriteEnd(int status) {
  if (status == 0 && !unsent_.empty()) {
    status = WriteMore();
    if (status == 0) return;
  }
  if (status != 0) {
    last_write_ = LastWrite::kBroken;
    Fail(status);
    return Tell();
  }
  last_write_ = LastWrite::kTaken;
  if (listener_ != nullptr && !error_) listener_->OnWritten();
}

Wire TcpStream::wire() const {
  switch (last_write_) {
    case LastWrite::kNever:
      return Wire::kNone;
    case LastWrite::kTaken:
      return Wire::kFull;
    case LastWrite::kWaiting: {
      size_t waiting = uv_stream_get_write_queue_size(uv());
      for (const uv_buf_t& buffer : unsent_) waiting += buffer.len;
      return waiting == 0 ? Wire::kFull : waiting == submitted_ ? Wire::kNone : Wire::kPartial;
    }
    case LastWrite::kRefused:
      return taken_at_once_ == 0 ? Wire::kNone : Wire::kPartial;
    case LastWrite::kBroken:
      // libuv does not tell how far it got. Not all, since the end failed; and to say none, when
      // some may be on its way, could make somebody send it twice.
      return Wire::kPartial;
  }
  SENDOFF_UNREACHABLE();
}

bool TcpStream::IsQuiet() {
  if (ended_ || error_) return false;
  char byte;
  return recv(fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == -1 &&
         (errno == EAGAIN || errno == EWOULDBLOCK);
}

void TcpStream::Fail(int status) {
  if (error_) return;
  const std::string peer = peer_.ToString();
  const auto reset = [&](std::string message) {
    error_ = std::make_unique<const Error>(
        Error{ErrorCode::kReset, std::move(message), uv_err_name(status)});
  };
  switch (status) {
    case UV_ECONNRESET:
      reset(peer + " reset the connection");
      break;
    case UV_EPIPE:
      reset(peer + " had closed the connection");
      break;
    case UV_ETIMEDOUT:
      reset("the connection to " + peer + " broke: no sign of life");
      break;
    default:
      reset("the connection to " + peer + " broke: " + uv_strerror(status));
  }
  TellSoon();
}

void TcpStream::TellSoon() {
  tell_.StartAfter(loop_.timers(), Duration::zero(), [this] { Tell(); });
}

// Hands on what came before the connection broke: when a write failed, it often says why ("413
// Content Too Large"). False when the listener destroyed this stream.
bool TcpStream::Drain() {
  while (listener_ != nullptr && !paused_) {
    const ssize_t count = recv(fd(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (count <= 0) return true;
    bool destroyed = false;
    destroyed_ = &destroyed;
    listener_->OnData({buffer_.data(), static_cast<size_t>(count)});
    if (destroyed) return false;
    destroyed_ = nullptr;
  }
  return true;
}

// The listener may destroy this stream.
void TcpStream::Tell() {
  tell_.Stop();
  if (listener_ == nullptr || paused_ || !has_untold()) return;
  if (error_) {
    if (!ended_ && !Drain()) return;
    if (listener_ == nullptr || paused_) return;
    error_told_ = true;
    return listener_->OnError(*error_);
  }
  end_told_ = true;
  listener_->OnEnd();
}

}  // namespace sendoff::net
