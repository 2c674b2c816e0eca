// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>

#include "report/json/json_members.h"
#include "report/json/json_writer.h"

namespace sendoff {

// `timings` of an entry of a HAR. Unlike the log it has TLS within `connect`, and a word for what
// did not happen. In microseconds, which is what the log has, so that sums are exact.
class HarTimings {
 public:
  using Time = std::optional<std::chrono::microseconds>;  // none: it did not happen

  // Nothing happened, or nobody knows.
  HarTimings() = default;

  // Those of a request's line of a log.
  static HarTimings Of(const JsonObject& record);

  // What an entry's `time` is.
  std::chrono::microseconds sum() const;

  // As an object, -1 for what did not happen.
  void Write(JsonWriter& json) const;

 private:
  Time blocked_;
  Time dns_;
  Time connect_;  // `ssl_` included
  Time ssl_;
  Time send_;
  Time wait_;
  Time receive_;
};

}  // namespace sendoff
