// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/timer_queue.h"
#include "base/unique_function.h"
#include "net/http/http1_response_parser.h"
#include "net/http/outbound_request.h"
#include "net/http/phase_clock.h"
#include "net/stream/byte_stream.h"

namespace sendoff::net {

// One request on one connection: writes it once, reads its response. Never writes again, whatever
// happens. Destroying it closes the connection. One loop thread.
class Exchange final : private ByteStream::Listener {
 public:
  // What is known when it ends, or is given up.
  struct Outcome {
    std::optional<Error> error{};  // none: a whole response, or all of it that will be read
    std::optional<RecordedResponse> response{};
    std::vector<std::string> warnings{};  // about the response
    Wire wire = Wire::kNone;
    bool response_started = false;  // at least one byte of it came

    // The connection, when another request may use it, with the server's word on for how long.
    std::unique_ptr<ByteStream> reusable{};
    std::optional<std::chrono::seconds> keep_alive_timeout{};
  };
  using Callback = UniqueFunction<void(Outcome)>;

  // `request`, `limits` (for a response that nobody waits for), `timers` and `phases` must outlive
  // it. `callback` runs exactly once, never inside `Start`, and may destroy the exchange.
  Exchange(std::unique_ptr<ByteStream> stream, const OutboundRequest& request,
           const Http1ResponseParser::Limits& limits, TimerQueue& timers, PhaseClock& phases,
           Callback callback);
  ~Exchange() override;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void Start();

  // Gives up, because of `error`: closes the connection in a way that the server notices and says
  // what had come so far. The callback will not run.
  Outcome Abandon(Error error);

 private:
  void OnData(std::string_view bytes) override;
  void OnEnd() override;
  void OnError(const Error& error) override;
  void OnWritten() override;

  // Made when something comes: while it waits, thousands of others may wait too.
  Http1ResponseParser& parser();
  // Decodes a part of the body that has come, and the rest in later turns of the loop; when it is
  // all, ends what has been received whole.
  void Decode();
  Outcome TakeOutcome(std::optional<Error> error);
  void Finish(std::optional<Error> error);

  std::unique_ptr<ByteStream> stream_;
  const OutboundRequest& request_;
  std::string head_;  // until it is written
  const Http1ResponseParser::Limits& limits_;
  std::optional<Http1ResponseParser> parser_;
  TimerQueue& timers_;
  PhaseClock& phases_;
  Callback callback_;
  bool written_ = false;
  bool received_ = false;  // the response, or all of it that will be read
  bool ended_ = false;     // and after that, the connection
  bool behind_ = false;    // a part of the body waits to be decoded
  RareTimer decode_;
};

}  // namespace sendoff::net
