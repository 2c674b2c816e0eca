// SPDX-License-Identifier: MIT
// The least that sending POSTs can cost: libuv and llhttp with nothing around them, one request
// after another on each connection, every request the same bytes.
//
//   bare_client port=N requests=N connections=N body=N
#include <llhttp.h>
#include <netinet/in.h>
#include <uv.h>

#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "bench/programs/arguments.h"

namespace sendoff {
namespace {

class BareClient {
 public:
  BareClient(uint16_t port, size_t requests, size_t body)
      : to_start_(requests),
        to_end_(requests),
        request_("POST /hook HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                 "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body) +
                 "\r\n\r\n" + std::string(body, 'x')) {
    SENDOFF_CHECK(uv_ip4_addr("127.0.0.1", port, &address_) == 0);
    llhttp_settings_init(&settings_);
    settings_.on_message_complete = [](llhttp_t* parser) {
      static_cast<Connection*>(parser->data)->OnResponse();
      return 0;
    };
  }

  void Run(size_t connections) {
    for (size_t i = 0; i < connections; ++i) {
      connections_.push_back(std::make_unique<Connection>(*this));
    }
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    SENDOFF_CHECK(to_end_ == 0);
  }

 private:
  struct Connection {
    explicit Connection(BareClient& owner) : client(owner) {
      llhttp_init(&parser, HTTP_RESPONSE, &client.settings_);
      parser.data = this;
      uv_tcp_init(uv_default_loop(), &handle);
      handle.data = this;
      connect.data = this;
      uv_tcp_connect(&connect, &handle, reinterpret_cast<const sockaddr*>(&client.address_),
                     [](uv_connect_t* request, int status) {
                       SENDOFF_CHECK(status == 0);
                       static_cast<Connection*>(request->data)->OnConnected();
                     });
    }

    void OnConnected() {
      uv_read_start(
          stream(),
          [](uv_handle_t* from, size_t, uv_buf_t* buffer) {
            auto& memory = static_cast<Connection*>(from->data)->client.memory_;
            *buffer = uv_buf_init(memory, sizeof memory);
          },
          [](uv_stream_t* from, ssize_t count, const uv_buf_t* buffer) {
            SENDOFF_CHECK(count >= 0);
            auto* self = static_cast<Connection*>(from->data);
            SENDOFF_CHECK(llhttp_execute(&self->parser, buffer->base, static_cast<size_t>(count)) ==
                          HPE_OK);
          });
      SendNext();
    }

    void OnResponse() {
      if (--client.to_end_ == 0) uv_stop(uv_default_loop());
      SendNext();
    }

    void SendNext() {
      if (client.to_start_ == 0) return;
      --client.to_start_;
      const uv_buf_t bytes =
          uv_buf_init(client.request_.data(), static_cast<unsigned>(client.request_.size()));
      // An empty socket buffer takes a kilobyte whole.
      SENDOFF_CHECK(uv_try_write(stream(), &bytes, 1) == static_cast<int>(bytes.len));
    }

    uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&handle); }

    BareClient& client;
    uv_tcp_t handle;
    uv_connect_t connect;
    llhttp_t parser;
  };

  size_t to_start_;
  size_t to_end_;
  std::string request_;
  sockaddr_in address_{};
  llhttp_settings_t settings_{};
  char memory_[64 << 10];
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace
}  // namespace sendoff

int main(int argc, char** argv) {
  const sendoff::Arguments arguments(argc, argv);
  auto client = std::make_unique<sendoff::BareClient>(
      static_cast<uint16_t>(arguments.Number("port", 80)), arguments.Number("requests", 20'000),
      arguments.Number("body", 941));
  client->Run(arguments.Number("connections", 64));
}
