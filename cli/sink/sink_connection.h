// SPDX-License-Identifier: MIT
#pragma once

#include <llhttp.h>

#include <string>

#include "base/loop.h"
#include "base/uv_handle.h"
#include "cli/sink/sink_server.h"

namespace sendoff::cli {

// One client of the sink: reads requests one after another and answers each. The server owns it.
class SinkServer::Connection {
 public:
  explicit Connection(SinkServer& server);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Takes the connection that waits at `listener`. False when there is none to take.
  bool Accept(uv_stream_t* listener);

 private:
  static llhttp_settings_t Settings();
  static int OnMessageComplete(llhttp_t* parser);

  // Begins to parse a request.
  void Begin();
  // Goes on with what came behind the request that was answered, then with what comes.
  void GoOn();
  bool StartReading();
  // False when no more bytes are wanted now: a request is being answered, or this is gone.
  bool OnBytes(std::string_view bytes);
  void Answer();
  void Write(std::string bytes);

  SinkServer& server_;
  UvHandle<uv_tcp_t> handle_;
  const llhttp_settings_t settings_;
  llhttp_t parser_;
  Received received_;
  bool in_value_ = false;  // of a field line; names and values come in pieces
  bool keep_alive_ = true;
  bool wants_body_ = true;  // a HEAD does not
  std::string rest_;        // what came behind the request that is being answered
  Timer answer_;
  char buffer_[16 << 10];
};

}  // namespace sendoff::cli
