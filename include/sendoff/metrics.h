// SPDX-License-Identifier: MIT
// What an engine has done since it was made, in numbers.
#pragma once

#include <sendoff/error.h>
#include <sendoff/record.h>
#include <sendoff/step.h>

#include <cstdint>
#include <string>
#include <vector>

namespace sendoff {
inline namespace v1 {

// How many values fell where.
struct Histogram {
  std::vector<double> bounds;  // ascending

  // counts[i]: those that are at most bounds[i], and above bounds[i - 1]; behind them those above
  // all bounds.
  std::vector<uint64_t> counts;
  double sum = 0;

  uint64_t count() const;
};

// A snapshot; see Engine::Metrics. Times are in seconds.
struct Metrics {
  // Requests that have a record, by how they ended.
  struct Requests {
    Kind kind;
    Outcome outcome;
    std::string end;  // "2xx", "4xx" and so on, or an error's name
    uint64_t count;
  };
  std::vector<Requests> requests;
  uint64_t requests_open = 0;  // handed over, and without a record yet: queued or in flight

  Histogram queue_seconds;    // of requests that left the queue
  Histogram request_seconds;  // of the same, from then on
  // Of those, of each phase that took place, by Phase; kQueue is above.
  struct PhaseTimes {
    Phase phase;
    Histogram seconds;
  };
  std::vector<PhaseTimes> phases;
  uint64_t reused_connections = 0;  // requests whose last connection was kept from an earlier one

  // Names that requests were for; what had not ended when a request was given up has failed.
  uint64_t known_names = 0;  // nobody had to be asked for this request; errors included
  uint64_t found_names = 0;
  uint64_t failed_names = 0;

  uint64_t connections = 0;         // those too that the egress policy then refused
  uint64_t failed_connections = 0;  // at all addresses of a name, or not in time
  uint64_t full_handshakes = 0;     // of TLS
  uint64_t resumed_handshakes = 0;
  uint64_t failed_handshakes = 0;

  // Runs that are over.
  struct Runs {
    StepStatus status;
    std::string code;  // of the error's kind, as "ERR_STEP_TIMEOUT"; empty for kOk
    uint64_t count;
  };
  std::vector<Runs> runs;
  uint64_t runs_open = 0;
  uint64_t runs_left_behind = 0;  // RunResult::left_behind
  Histogram run_seconds;
  Histogram heap_bytes;  // StepResult::heap_bytes of steps that settled
};

// As a Prometheus server scrapes it (text format 0.0.4), with names that begin with "sendoff_".
// What is not counted (DeliveryOptions::metrics) stands there as zero.
std::string PrometheusText(const Metrics& metrics);

}  // namespace v1
}  // namespace sendoff
