// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <memory>
#include <optional>

#include "base/unique_function.h"
#include "net/address/ip_address.h"
#include "net/stream/byte_stream.h"

namespace sendoff::net {

// Makes connections: the machine's own by TCP, or a test's.
class Network {
 public:
  using ConnectCallback = UniqueFunction<void(Result<std::unique_ptr<ByteStream>>)>;

  // A connect under way. Destroying it cancels it and no callback comes.
  class Attempt {
   public:
    virtual ~Attempt() = default;
  };

  virtual ~Network() = default;

  // Connects to `to`, from `source` when given (its port is chosen by the system). `callback` runs
  // exactly once, never inside this call, unless the attempt is destroyed first; it may destroy
  // the attempt. Errors: kConnectRefused, kUnreachable, kReset; kIo when this process or machine
  // has no descriptor left for it.
  virtual std::unique_ptr<Attempt> Connect(const SocketAddress& to,
                                           const std::optional<IpAddress>& source,
                                           ConnectCallback callback) = 0;
};

}  // namespace sendoff::net
