// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>
#include <sendoff/record.h>

#include <span>
#include <string_view>

#include "net/address/ip_address.h"

namespace sendoff::net {

// A connected stream of bytes: TCP, TLS over any ByteStream, or a test's double. Streams stack, and
// none knows what is below it. Destroying a stream ends it at once, with nothing flushed (TLS says
// close_notify if the network takes it), and no callback comes afterwards. One loop thread.
class ByteStream {
 public:
  // Told what happens on a stream. Never called inside a call of the stream's own methods. The
  // stream may be destroyed inside any of these.
  class Listener {
   public:
    virtual ~Listener() = default;

    // `bytes` are valid during the call.
    virtual void OnData(std::string_view bytes) = 0;

    // The peer ended its side in order; no OnData follows.
    virtual void OnEnd() = 0;

    // The stream is broken (kReset, kTls, ...). The last call there will be.
    virtual void OnError(const Error& error) = 0;

    // The last Write, which returned false, is done.
    virtual void OnWritten() = 0;
  };

  virtual ~ByteStream() = default;

  // Who is told from now on; null drops events (an unlistened stream still reads). Reading starts
  // with the first listener.
  virtual void SetListener(Listener* listener) = 0;

  // From now on only OnWritten comes, until `ResumeReading`: then all else in the order in which it
  // happened. What the peer sends meanwhile is left where it is, so that sooner or later its writes
  // wait; what had been read already, and that is bounded, is kept. Any time, also inside OnData,
  // whose bytes are then the last, and before the first listener; twice is as once.
  virtual void PauseReading() = 0;
  virtual void ResumeReading() = 0;

  // Hands `pieces`, one after another, to the network. True when all of it was taken at once, and
  // then OnWritten does not come; false when OnWritten or OnError will tell. The bytes must stay
  // valid until then, or until the stream is destroyed. One write at a time.
  virtual bool Write(std::span<const std::string_view> pieces) = 0;

  // How much of the last Write was handed to the network (below TLS: as ciphertext).
  virtual Wire wire() const = 0;

  // For reuse: true when the stream is open and nothing has arrived unread. Asks the socket.
  virtual bool IsQuiet() = 0;

  // Makes destruction visible to the peer as a reset (TCP: RST), not as an orderly end.
  virtual void ResetOnDestroy() = 0;

  virtual SocketAddress local_address() const = 0;
  virtual SocketAddress peer_address() const = 0;
};

}  // namespace sendoff::net
