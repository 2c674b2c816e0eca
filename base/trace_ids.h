// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sendoff {

// Ids as W3C Trace Context has them, in lower-case hexadecimal digits.

// A place in a trace: what a `traceparent` says.
struct TraceParent {
  std::string trace_id;      // 32 digits
  std::string span_id;       // 16 digits
  std::string flags = "01";  // 2 digits; "01": sampled

  // The place of a run: in the trace of `above`, with its flags, or else in one that all runs of
  // its workflow have in common, or in its own.
  static TraceParent OfRun(std::string_view run, std::string_view workflow,
                           const std::optional<TraceParent>& above);

  // "00-<trace id>-<span id>-<flags>", of version 00 or a later one; none for anything else.
  static std::optional<TraceParent> Parse(std::string_view text);

  std::string ToString() const { return "00-" + trace_id + "-" + span_id + "-" + flags; }
};

// Made of the ids that runs and requests have, so that whoever has a log can tell which spans are
// its own.
std::string TraceIdOf(std::string_view run);
std::string SpanIdOf(std::string_view run_or_request);

}  // namespace sendoff
