// SPDX-License-Identifier: MIT
#include "net/stream/tcp_network.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <uv.h>

#include <string>
#include <utility>

#include "net/stream/tcp_stream.h"

namespace sendoff::net {
namespace {

Error DescribeConnectFault(int status, const SocketAddress& to) {
  const std::string where = to.ToString();
  switch (status) {
    case UV_ECONNREFUSED:
      return {ErrorCode::kConnectRefused,
              where + " refused the connection: nothing listens there, or a firewall says no"};
    case UV_ECONNRESET:
    case UV_ENOTCONN:
      return {ErrorCode::kReset, where + " closed the connection as soon as it was made"};
    case UV_ENETUNREACH:
    case UV_EHOSTUNREACH:
      return {ErrorCode::kUnreachable, "there is no route to " + where};
    case UV_ETIMEDOUT:
      return {ErrorCode::kUnreachable, where + " did not answer"};
    case UV_EMFILE:
    case UV_ENFILE:
      return {ErrorCode::kIo,
              "cannot connect to " + where + ": " + uv_strerror(status) +
                  "; a lower DeliveryOptions::concurrency needs fewer, and ulimit -n says how "
                  "many there may be"};
    case UV_EACCES:
    case UV_EPERM:
      return {ErrorCode::kUnreachable, "this machine's firewall does not let through to " + where};
    default:
      return {ErrorCode::kUnreachable, "cannot connect to " + where + ": " + uv_strerror(status)};
  }
}

Error ConnectError(int status, const SocketAddress& to) {
  Error error = DescribeConnectFault(status, to);
  error.detail = uv_err_name(status);
  return error;
}

std::optional<SocketAddress> NameOf(uv_tcp_t* socket,
                                    int (*get)(const uv_tcp_t*, sockaddr*, int*)) {
  sockaddr_storage storage{};
  int length = sizeof storage;
  if (get(socket, reinterpret_cast<sockaddr*>(&storage), &length) != 0) return std::nullopt;
  return SocketAddress::From(reinterpret_cast<const sockaddr*>(&storage));
}

class TcpAttempt final : public Network::Attempt {
 public:
  TcpAttempt(Loop& loop, ReadBuffer& buffer, const SocketAddress& to,
             Network::ConnectCallback callback)
      : loop_(loop), buffer_(buffer), to_(to), callback_(std::move(callback)) {}

  void Start(const std::optional<IpAddress>& source) {
    int status = socket_.Init(uv_tcp_init_ex, this, loop_.uv(),
                              static_cast<unsigned>(to_.ip.is_v4() ? AF_INET : AF_INET6));
    if (status != 0) return FailSoon(ConnectError(status, to_));
    uv_tcp_nodelay(socket_.get(), 1);
    if (source) {
      status = Bind(*source);
      if (status != 0) {
        return FailSoon({ErrorCode::kUnreachable,
                         "cannot send from " + source->ToString() + " to " + to_.ToString() + ": " +
                             uv_strerror(status),
                         uv_err_name(status)});
      }
    }
    status = Connect();
    if (status != 0) FailSoon(ConnectError(status, to_));
  }

 private:
  int Bind(const IpAddress& source) {
    // Without it the kernel picks a port now, that no other connection may have, and runs out of
    // them long before it would have to.
    uv_os_fd_t fd = -1;
    uv_fileno(socket_.base(), &fd);
    const int on = 1;
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    const sockaddr_storage from = SocketAddress{source, 0}.ToSockaddr();
    return uv_tcp_bind(socket_.get(), reinterpret_cast<const sockaddr*>(&from), 0);
  }

  int Connect() {
    // Not a member: libuv needs it until the callback, which may come after this is gone.
    auto* request = new uv_connect_t;
    const sockaddr_storage to = to_.ToSockaddr();
    const int status =
        uv_tcp_connect(request, socket_.get(), reinterpret_cast<const sockaddr*>(&to),
                       [](uv_connect_t* done, int result) {
                         auto* self = static_cast<TcpAttempt*>(done->handle->data);
                         delete done;
                         if (self != nullptr) self->OnConnected(result);
                       });
    if (status != 0) delete request;
    return status;
  }

  void OnConnected(int status) {
    if (status != 0) return Finish(ConnectError(status, to_));
    const auto local = NameOf(socket_.get(), uv_tcp_getsockname);
    const auto peer = NameOf(socket_.get(), uv_tcp_getpeername);
    if (!local || !peer) return Finish(ConnectError(UV_ENOTCONN, to_));
    // On loopback the kernel may pick as our port the very one that we connect to, when nobody
    // listens there: TCP then connects us to ourselves.
    if (*local == *peer) return Finish(ConnectError(UV_ECONNREFUSED, to_));
    Finish(std::unique_ptr<ByteStream>(
        std::make_unique<TcpStream>(loop_, buffer_, std::move(socket_), *local, *peer)));
  }

  void FailSoon(Error error) {
    fail_.StartAfter(loop_.timers(), Duration::zero(),
                     [this, error = std::move(error)]() mutable { Finish(std::move(error)); });
  }

  // The callback may destroy this.
  void Finish(Result<std::unique_ptr<ByteStream>> result) {
    Network::ConnectCallback callback = std::move(callback_);
    callback(std::move(result));
  }

  Loop& loop_;
  ReadBuffer& buffer_;
  const SocketAddress to_;
  Network::ConnectCallback callback_;
  TcpStream::Handle socket_;
  RareTimer fail_;  // the end, where it was found inside the call that began
};

class TcpNetwork final : public Network {
 public:
  explicit TcpNetwork(Loop& loop) : loop_(loop) {}

  std::unique_ptr<Attempt> Connect(const SocketAddress& to, const std::optional<IpAddress>& source,
                                   ConnectCallback callback) override {
    auto attempt = std::make_unique<TcpAttempt>(loop_, *buffer_, to, std::move(callback));
    attempt->Start(source);
    return attempt;
  }

 private:
  Loop& loop_;
  // Not touched before something is read.
  const std::unique_ptr<ReadBuffer> buffer_ = std::make_unique_for_overwrite<ReadBuffer>();
};

}  // namespace

std::unique_ptr<Network> NewTcpNetwork(Loop& loop) { return std::make_unique<TcpNetwork>(loop); }

}  // namespace sendoff::net
