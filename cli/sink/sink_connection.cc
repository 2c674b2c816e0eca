// SPDX-License-Identifier: MIT
#include "cli/sink/sink_connection.h"

#include <utility>

namespace sendoff::cli {
namespace {

constexpr size_t kMaxBody = 64 << 20;

// Bytes being written, until libuv is done with them.
struct PendingWrite {
  uv_write_t request;
  std::string bytes;
};

std::string Response(int status, const std::string& body, bool keep_alive, bool wants_body) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " ";
  text += llhttp_status_name(static_cast<llhttp_status_t>(status));
  text += "\r\nContent-Type: text/plain; charset=utf-8\r\n";
  // RFC 9110: 204 and 304 end with their fields, 205 has a body of no bytes, and the answer to a
  // HEAD tells of the body that it does not have.
  const bool has_length = status != 204 && status != 304;
  const size_t length = status == 205 ? 0 : body.size();
  if (has_length) text += "Content-Length: " + std::to_string(length) + "\r\n";
  if (!keep_alive) text += "Connection: close\r\n";
  text += "\r\n";
  if (has_length && wants_body) text.append(body, 0, length);
  return text;
}

}  // namespace

SinkServer::Connection::Connection(SinkServer& server)
    : server_(server), settings_(Settings()), answer_(server.loop_.timers(), [this] { Answer(); }) {
  Begin();
}

void SinkServer::Connection::Begin() {
  llhttp_init(&parser_, HTTP_REQUEST, &settings_);
  parser_.data = this;
  received_ = {};
  in_value_ = false;
}

llhttp_settings_t SinkServer::Connection::Settings() {
  llhttp_settings_t settings;
  llhttp_settings_init(&settings);
  settings.on_url = [](llhttp_t* parser, const char* at, size_t length) {
    static_cast<Connection*>(parser->data)->received_.target.append(at, length);
    return 0;
  };
  settings.on_header_field = [](llhttp_t* parser, const char* at, size_t length) {
    auto* self = static_cast<Connection*>(parser->data);
    HeaderList& headers = self->received_.headers;
    if (headers.empty() || self->in_value_) headers.emplace_back();
    self->in_value_ = false;
    headers.back().name.append(at, length);
    return 0;
  };
  settings.on_header_value = [](llhttp_t* parser, const char* at, size_t length) {
    auto* self = static_cast<Connection*>(parser->data);
    self->in_value_ = true;
    self->received_.headers.back().value.append(at, length);
    return 0;
  };
  settings.on_body = [](llhttp_t* parser, const char* at, size_t length) {
    std::string& body = static_cast<Connection*>(parser->data)->received_.body;
    if (body.size() + length > kMaxBody) return -1;
    body.append(at, length);
    return 0;
  };
  settings.on_message_complete = OnMessageComplete;
  return settings;
}

int SinkServer::Connection::OnMessageComplete(llhttp_t* parser) {
  auto* self = static_cast<Connection*>(parser->data);
  self->received_.method = llhttp_method_name(static_cast<llhttp_method_t>(parser->method));
  self->keep_alive_ = llhttp_should_keep_alive(parser) != 0;
  self->wants_body_ = parser->method != HTTP_HEAD;
  // The next request, if it is here already, waits for this one's answer.
  return HPE_PAUSED;
}

bool SinkServer::Connection::Accept(uv_stream_t* listener) {
  if (handle_.Init(uv_tcp_init, this, server_.loop_.uv()) != 0) return false;
  auto* stream = reinterpret_cast<uv_stream_t*>(handle_.get());
  if (uv_accept(listener, stream) != 0) return false;
  return StartReading();
}

bool SinkServer::Connection::StartReading() {
  const auto allocate = [](uv_handle_t* handle, size_t, uv_buf_t* buffer) {
    auto* self = static_cast<Connection*>(handle->data);
    *buffer = uv_buf_init(self->buffer_, sizeof(self->buffer_));
  };
  const auto read = [](uv_stream_t* handle, ssize_t size, const uv_buf_t* buffer) {
    auto* self = static_cast<Connection*>(handle->data);
    if (size < 0) return self->server_.Remove(self);
    self->OnBytes({buffer->base, static_cast<size_t>(size)});
  };
  auto* stream = reinterpret_cast<uv_stream_t*>(handle_.get());
  return uv_read_start(stream, allocate, read) == 0;
}

bool SinkServer::Connection::OnBytes(std::string_view bytes) {
  const llhttp_errno_t error = llhttp_execute(&parser_, bytes.data(), bytes.size());
  if (error == HPE_OK) return true;
  if (error != HPE_PAUSED) {
    server_.Remove(this);
    return false;
  }
  const char* end = llhttp_get_error_pos(&parser_);
  rest_.assign(end, bytes.data() + bytes.size());
  uv_read_stop(reinterpret_cast<uv_stream_t*>(handle_.get()));
  server_.on_request_(received_);
  Begin();
  answer_.StartAfter(server_.options_.delay);
  return false;
}

void SinkServer::Connection::GoOn() {
  const std::string rest = std::exchange(rest_, {});
  if (OnBytes(rest) && !StartReading()) server_.Remove(this);
}

void SinkServer::Connection::Answer() {
  Write(Response(server_.options_.status, server_.options_.body, keep_alive_, wants_body_));
}

void SinkServer::Connection::Write(std::string bytes) {
  auto* write = new PendingWrite{{}, std::move(bytes)};
  write->request.data = write;
  const uv_buf_t buffer =
      uv_buf_init(write->bytes.data(), static_cast<unsigned int>(write->bytes.size()));
  const auto done = [](uv_write_t* request, int status) {
    auto* self = static_cast<Connection*>(request->handle->data);
    delete static_cast<PendingWrite*>(request->data);
    if (self == nullptr) return;
    status != 0 || !self->keep_alive_ ? self->server_.Remove(self) : self->GoOn();
  };
  if (uv_write(&write->request, reinterpret_cast<uv_stream_t*>(handle_.get()), &buffer, 1, done) !=
      0) {
    delete write;
    server_.Remove(this);
  }
}

}  // namespace sendoff::cli
