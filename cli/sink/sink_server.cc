// SPDX-License-Identifier: MIT
#include "cli/sink/sink_server.h"

#include <netinet/in.h>

#include <utility>

#include "cli/sink/sink_connection.h"

namespace sendoff::cli {

SinkServer::SinkServer(Loop& loop, const Options& options, OnRequest on_request)
    : loop_(loop), options_(options), on_request_(std::move(on_request)) {}

SinkServer::~SinkServer() = default;

Result<std::unique_ptr<SinkServer>> SinkServer::Listen(Loop& loop, const Options& options,
                                                       OnRequest on_request) {
  std::unique_ptr<SinkServer> server(new SinkServer(loop, options, std::move(on_request)));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(options.port);
  int status = server->listener_.Init(uv_tcp_init, server.get(), loop.uv());
  uv_tcp_t* listener = server->listener_.get();
  if (status == 0) {
    status = uv_tcp_bind(listener, reinterpret_cast<const sockaddr*>(&address), 0);
  }
  if (status == 0) {
    status = uv_listen(reinterpret_cast<uv_stream_t*>(listener), 128, [](uv_stream_t* stream, int) {
      static_cast<SinkServer*>(stream->data)->Accept();
    });
  }
  if (status != 0) {
    std::string message = "the sink cannot listen on 127.0.0.1 port " +
                          std::to_string(options.port) + ": " + uv_strerror(status);
    if (status == UV_EADDRINUSE) message += "; choose another with --port, 0 for any free one";
    return Error{ErrorCode::kIo, std::move(message)};
  }
  int length = sizeof(address);
  uv_tcp_getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  server->port_ = ntohs(address.sin_port);
  return server;
}

void SinkServer::Accept() {
  connections_.push_back(std::make_unique<Connection>(*this));
  Connection* connection = connections_.back().get();
  if (!connection->Accept(reinterpret_cast<uv_stream_t*>(listener_.get()))) Remove(connection);
}

void SinkServer::Remove(Connection* connection) {
  connections_.remove_if([&](const auto& owned) { return owned.get() == connection; });
}

}  // namespace sendoff::cli
