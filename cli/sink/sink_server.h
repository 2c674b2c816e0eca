// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "base/loop.h"
#include "base/unique_function.h"
#include "base/uv_handle.h"

namespace sendoff::cli {

// A small HTTP/1.1 server on the loopback address that answers every request alike and tells what
// it received: a destination to try steps against. Not for the open network. One loop thread.
class SinkServer {
 public:
  struct Options {
    uint16_t port = 8080;  // 0: any free one
    int status = 200;
    std::chrono::milliseconds delay{};  // before the answer
    std::string body{};
  };

  // One request as it came, whole.
  struct Received {
    std::string method;
    std::string target;
    HeaderList headers;
    std::string body{};
  };
  using OnRequest = UniqueFunction<void(const Received&)>;

  // Listens, or fails (kIo) saying why: for a taken port, which one and what to do.
  static Result<std::unique_ptr<SinkServer>> Listen(Loop& loop, const Options& options,
                                                    OnRequest on_request);
  ~SinkServer();
  SinkServer(const SinkServer&) = delete;
  SinkServer& operator=(const SinkServer&) = delete;

  uint16_t port() const { return port_; }

 private:
  class Connection;

  SinkServer(Loop& loop, const Options& options, OnRequest on_request);

  void Accept();
  void Remove(Connection* connection);

  Loop& loop_;
  const Options options_;
  OnRequest on_request_;
  uint16_t port_ = 0;
  UvHandle<uv_tcp_t> listener_;
  std::list<std::unique_ptr<Connection>> connections_;
};

}  // namespace sendoff::cli
