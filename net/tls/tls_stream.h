// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <memory>

#include "base/timer_queue.h"
#include "base/unique_function.h"
#include "net/stream/byte_stream.h"
#include "net/tls/tls_context.h"
#include "net/tls/tls_session.h"

namespace sendoff::net {

// TLS over any ByteStream, by OpenSSL on memory BIOs.
class TlsHandshake {
 public:
  // The stream is ready to write, and its certificate is that of the host that was meant; or kTls
  // with what was wrong and, for an unknown root, the flag that adds one (--ca), or kReset.
  using Callback = UniqueFunction<void(Result<std::unique_ptr<ByteStream>>)>;

  virtual ~TlsHandshake() = default;

  // Whether an earlier session was resumed. Inside a callback that got a stream.
  virtual bool is_resumed() const = 0;

  // Starts a handshake over `below` with `server`, whose certificate must name its host; an address
  // is not sent as SNI. `callback` runs exactly
  // once, never inside this call, unless the handshake is destroyed first; it may destroy it.
  // `context` and `timers` (for what must not be told inside a call) must outlive the stream.
  static std::unique_ptr<TlsHandshake> Start(TlsContext& context, TimerQueue& timers,
                                             const TlsServer& server,
                                             std::unique_ptr<ByteStream> below, Callback callback);
};

}  // namespace sendoff::net
