// SPDX-License-Identifier: MIT
// What the log holds: one Record for each accepted call of $send.http, always.
#pragma once

#include <sendoff/error.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff {
inline namespace v1 {

// Field lines in the order they have on the wire, names in their own letter case.
struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};
using HeaderList = std::vector<Header>;

enum class Kind {
  kDeferred,  // $send.http: sent after the step, its response is only for the log
  kAwaited,   // axios, fetch: the step waited for the response
};

enum class Outcome {
  kDelivered,  // a complete HTTP response came back, whatever its status
  kFailed,     // it was tried and no complete response came back
  kDiscarded,  // it was never tried
};

// How far a delivery was when it ended. Each has its entry in Timing.
enum class Phase { kQueue, kDns, kConnect, kTls, kWrite, kWait, kRead };

// How many of the request's bytes were handed to the network: a fact about the socket, not a guess
// about the receiver.
enum class Wire { kNone, kPartial, kFull };

std::string_view ToString(Kind kind);
std::string_view ToString(Outcome outcome);
std::string_view ToString(Phase phase);
std::string_view ToString(Wire wire);

// Bytes of a body as the log keeps them. `kept` is the first part of it when `truncated`. A
// response's body in gzip, deflate or br is decoded, and then `size` too counts decoded bytes.
struct RecordedBody {
  uint64_t size = 0;  // of the whole body, in bytes, as far as it was seen
  std::shared_ptr<const std::string> kept;
  bool truncated = false;
  // It could not be decoded: these are the bytes as they came, and no text even where they look
  // like some. A warning of the record says why.
  bool coded = false;
  std::string decoding_error{};  // then, what zlib or brotli call it, as Error::detail has it
};

struct RecordedRequest {
  std::string method;
  std::string url;  // without userinfo
  HeaderList headers;
  std::optional<RecordedBody> body;
};

struct RecordedResponse {
  int status = 0;
  std::string reason;
  std::string http_version;  // "1.0" or "1.1"
  HeaderList headers;
  RecordedBody body;
};

struct RecordedError {
  ErrorCode code;
  Phase phase;
  std::string message;
  std::string detail{};  // as Error has it; no part of the log
};

// A redirect that was followed.
struct RecordedRedirect {
  int status = 0;
  std::string location;        // as the server wrote it, maybe relative
  std::string remote_address;  // the server's
};

// Time spent in each phase; zero for a phase that did not take place. `queued` waits for a free
// slot and is no part of `total`, which is what the deadline limits.
struct Timing {
  std::chrono::nanoseconds queued{};
  std::chrono::nanoseconds dns{};
  std::chrono::nanoseconds connect{};
  std::chrono::nanoseconds tls{};
  std::chrono::nanoseconds write{};
  std::chrono::nanoseconds wait{};
  std::chrono::nanoseconds read{};
  std::chrono::nanoseconds total{};
};

struct Record {
  std::string id;        // unique; of the form "<run>.<seq>"
  std::string run;       // which run of a step made the call
  std::string step;      // the step's file
  uint64_t seq = 0;      // counts the run's calls from 0
  std::string workflow;  // id of the workflow's run that the step was a part of; empty: of none
  std::string
      replay_of;  // id of the record whose request a person sent again by this one; or empty
  // The time of day when it left the queue and was begun; none: it never was.
  std::optional<std::chrono::system_clock::time_point> started_at;
  Kind kind = Kind::kDeferred;
  std::string call_site;  // "step.mjs:12:5"; empty when it is not known
  Outcome outcome = Outcome::kDiscarded;
  std::optional<RecordedError> error;
  Wire wire = Wire::kNone;
  RecordedRequest request;  // as the script asked for it, with the fields that were added
  std::optional<RecordedResponse> response;
  // In order. After them `wire`, `response` and the connection are those of the last request, and
  // `timing` is that of all together.
  std::vector<RecordedRedirect> redirects;
  Timing timing;
  std::string remote_address;  // "192.0.2.1:443", "[2001:db8::1]:443"; empty without a connection
  std::string local_address;
  bool reused_connection = false;
  std::vector<std::string> warnings;

  // Whether sending it again cannot do a thing twice: nothing was handed to the network, on no hop,
  // or the method is GET, HEAD or OPTIONS.
  bool safe_to_replay() const;
};

}  // namespace v1
}  // namespace sendoff
