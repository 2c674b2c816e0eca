// SPDX-License-Identifier: MIT
#pragma once

#include <uv.h>

#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/loop.h"
#include "base/uv_handle.h"
#include "net/stream/byte_stream.h"

namespace sendoff::net {

// Where all streams of a network read into: libuv asks for memory and hands the bytes over in one
// go, so one buffer a loop is enough, and a thousand idle connections hold none.
using ReadBuffer = std::array<char, 64 << 10>;

// A connected TCP socket. `loop` and `buffer` must outlive it.
class TcpStream final : public ByteStream {
 public:
  using Handle = UvHandle<uv_tcp_t>;

  // `socket` has been connected.
  TcpStream(Loop& loop, ReadBuffer& buffer, Handle socket, const SocketAddress& local,
            const SocketAddress& peer);
  ~TcpStream() override;

  void SetListener(Listener* listener) override;
  void PauseReading() override;
  void ResumeReading() override;
  bool Write(std::span<const std::string_view> pieces) override;
  Wire wire() const override;
  bool IsQuiet() override;
  void ResetOnDestroy() override { reset_on_destroy_ = true; }
  SocketAddress local_address() const override { return local_; }
  SocketAddress peer_address() const override { return peer_; }

 private:
  uv_stream_t* uv() const { return reinterpret_cast<uv_stream_t*>(socket_.get()); }
  int fd() const;
  // Unless it reads, or is not to.
  void StartReading();
  void OnRead(ssize_t count);
  void Skip(size_t bytes);
  int WriteMore();
  void OnWriteEnd(int status);
  bool was_reset() const;
  bool Drain();
  bool has_untold() const { return error_ ? !error_told_ : ended_ && !end_told_; }
  void Fail(int status);
  void TellSoon();
  void Tell();

  Loop& loop_;
  ReadBuffer& buffer_;
  Handle socket_;
  const SocketAddress local_;
  const SocketAddress peer_;
  Listener* listener_ = nullptr;
  bool wanted_ = false;  // there was a listener
  bool paused_ = false;
  bool reading_ = false;
  bool ended_ = false;
  bool end_told_ = false;
  bool error_told_ = false;
  bool reset_on_destroy_ = false;
  std::unique_ptr<const Error> error_;
  RareTimer tell_;  // tells of the end or the error outside the call that found out
  // While the listener is told of data by `Drain`: where to say that it destroyed this stream.
  bool* destroyed_ = nullptr;

  // What became of the last write.
  enum class LastWrite {
    kNever,    // there was none
    kTaken,    // the kernel has all of it
    kWaiting,  // libuv has the rest, which the kernel had no room for, or some of it
    kRefused,  // it failed inside `Write`
    kBroken,   // it failed while waiting
  };
  LastWrite last_write_ = LastWrite::kNever;
  size_t submitted_ = 0;          // bytes
  size_t taken_at_once_ = 0;      // of these, inside `Write`
  std::vector<uv_buf_t> unsent_;  // what libuv is given when it has written what it has
};

}  // namespace sendoff::net
