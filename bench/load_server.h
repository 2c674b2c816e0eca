// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace sendoff {

// A server in a process of its own, so that its memory is not counted with the client's: answers
// every request on every address of the loopback network with 204 and an empty body. Ends with this
// object. To be made while the process has one thread.
class LoadServer {
 public:
  // It reads, but answers nothing until `hold` requests are waiting. 0: answers at once.
  explicit LoadServer(size_t hold);
  ~LoadServer();
  LoadServer(const LoadServer&) = delete;
  LoadServer& operator=(const LoadServer&) = delete;

  uint16_t port() const { return port_; }

 private:
  pid_t child_ = -1;
  uint16_t port_ = 0;
};

}  // namespace sendoff
