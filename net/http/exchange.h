// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/timer_queue.h"
#include "net/http/body_source.h"
#include "net/http/coding/body_decoder.h"
#include "net/http/outbound_request.h"
#include "net/http/outgoing_body.h"
#include "net/http/phase_clock.h"
#include "net/http/response_head.h"
#include "net/http/response_limits.h"
#include "net/stream/byte_stream.h"

namespace sendoff::net {

// One request on one connection: writes it once, tells of its response as it comes. Never writes
// again, whatever happens. The response is read while the request is still being written, and when
// it is whole before that, the rest is not written. Destroying the exchange closes the connection.
// One loop thread.
class Exchange final : private ByteStream::Listener {
 public:
  // What is exchanged. What is referred to must outlive the exchange.
  struct Call {
    const OutboundRequest& request;
    const ResponseLimits& limits;  // and the terms of who awaits it, if somebody does
    // The request's body, in the place of its own, which is null then. It is first asked for a
    // piece when the network has taken the head.
    std::unique_ptr<BodySource> body{};
  };

  // What is known when it is over, or is given up.
  struct End {
    std::optional<Error> error{};  // none: a whole response, or all of it that will be read
    bool is_ours = false;          // `error`: of the source of the request's body
    Wire wire = Wire::kNone;
    bool response_started = false;  // at least one byte of it came
    bool is_whole = false;          // the response; not, when there is more than the limit
    bool has_trailers = false;      // field lines came behind a chunked body, and were dropped

    // What took the Content-Encoding off the body, where it has one. When the exchange was given
    // up, a part of what had come may still be in it.
    std::unique_ptr<BodyDecoder> decoder{};

    // Call::body, as long as nothing was asked of it.
    std::unique_ptr<BodySource> body{};

    // The connection, when another request may use it, with the server's word on for how long.
    std::unique_ptr<ByteStream> reusable{};
    std::optional<std::chrono::seconds> keep_alive_timeout{};
  };

  // Who is told of the response: any number of interim heads, the head, any number of pieces of the
  // body, the end; the end may come at any place in that row. Never inside a call of the exchange's
  // own methods. The exchange may be paused or destroyed inside any of these.
  class Listener {
   public:
    virtual ~Listener() = default;

    // A response of 1xx stands before the one that counts.
    virtual void OnInterimHead(ResponseHead&&) {}

    virtual void OnHead(ResponseHead head) = 0;

    // A piece of the body before its Content-Encoding is taken off; only BodyPurpose::kRecorded.
    virtual void OnCodedBody(std::string_view) {}

    // A piece of the body, framing removed and decoded. `bytes` are valid during the call.
    virtual void OnBody(std::string_view bytes) = 0;

    // Exactly once, and the last.
    virtual void OnEnd(End end) = 0;
  };

  // `timers`, `phases` and `listener` must outlive it.
  Exchange(std::unique_ptr<ByteStream> stream, Call call, TimerQueue& timers, PhaseClock& phases,
           Listener& listener);
  ~Exchange() override;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void Start();

  // From now on the listener is told of nothing, the end and errors included, before `Resume`: then
  // it hears of everything in the order in which it came. Meanwhile nothing is read, so that the
  // server is held up, and a bounded rest of what had been read is kept. The request goes on being
  // written. Any time; before the head, inside an event, twice.
  void Pause();
  void Resume();

  // Gives up, because of `error`: closes the connection in a way that the server notices and says
  // what is known. The listener is told of nothing more.
  End Abandon(Error error);

  // How much of the request, its body included, was handed to the network; until the end.
  Wire wire() const;

 private:
  void OnData(std::string_view bytes) override;
  void OnEnd() override;
  void OnError(const Error& error) override;
  void OnWritten() override;

  void OnPiece(const Result<BodySource::Piece>& piece);
  // Closes the connection at once because of what is wrong on this side, and ends it behind what
  // had come.
  void Break(Error error);

  // Made when something comes: while it waits, thousands of others may wait too.
  struct Reading;
  Reading& reading();
  // Tells of `bytes` what may be told in this turn of the loop, and keeps the rest.
  void Read(std::string_view bytes);
  void ReadOn();
  void ReadOnSoon();
  // Holds the stream up, or lets it go on, as things are.
  void HoldStream();
  bool is_reusable() const;
  End TakeEnd(std::optional<Error> error);
  void Finish(std::optional<Error> error);

  std::unique_ptr<ByteStream> stream_;
  const OutboundRequest& request_;
  const ResponseLimits& limits_;
  TimerQueue& timers_;
  PhaseClock& phases_;
  Listener& listener_;
  std::string head_;                    // until it is written
  std::unique_ptr<OutgoingBody> body_;  // null: the request's own, which went with the head
  std::unique_ptr<Reading> reading_;
  bool written_ = false;
  bool ended_ = false;    // the connection
  bool over_ = false;     // nothing more is told
  bool paused_ = false;   // by who listens
  bool behind_ = false;   // a part of what came waits to be told of in another turn
  bool holding_ = false;  // the stream, because of either
  RareTimer again_;
};

}  // namespace sendoff::net
