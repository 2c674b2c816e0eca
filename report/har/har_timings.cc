// SPDX-License-Identifier: MIT
#include "report/har/har_timings.h"

#include <cmath>

namespace sendoff {
namespace {

using std::chrono::microseconds;

void WriteTime(JsonWriter& json, std::string_view key, const HarTimings::Time& time) {
  json.Key(key);
  time ? json.Value(std::chrono::nanoseconds(*time)) : json.Value(-1);
}

}  // namespace

HarTimings HarTimings::Of(const JsonObject& record) {
  HarTimings timings;
  const auto timing = MemberOf<JsonObject>(record, "timing");
  if (!timing) return timings;
  const auto time = [&](std::string_view key) {
    return microseconds(std::llround(MemberOf<double>(*timing, key).value_or(0) * 1000));
  };
  // The log has 0 for what did not take place, and for what took no time.
  const auto happened = [](microseconds spent, bool for_sure = false) {
    return for_sure || spent > microseconds(0) ? Time(spent) : std::nullopt;
  };
  const bool is_sent = TextOf(record, "wire") != "none";
  const bool is_answered = MemberOf<JsonObject>(record, "response").has_value();
  timings.blocked_ = happened(time("queued_ms"));
  timings.dns_ = happened(time("dns_ms"));
  timings.ssl_ = happened(time("tls_ms"));
  timings.connect_ = happened(time("connect_ms") + time("tls_ms"));
  timings.send_ = happened(time("write_ms"), is_sent);
  timings.wait_ = happened(time("wait_ms"), is_sent && is_answered);
  timings.receive_ = happened(time("read_ms"), is_sent && is_answered);
  return timings;
}

microseconds HarTimings::sum() const {
  microseconds sum{};
  for (const Time& time : {blocked_, dns_, connect_, send_, wait_, receive_}) {
    sum += time.value_or(microseconds(0));
  }
  return sum;
}

void HarTimings::Write(JsonWriter& json) const {
  json.BeginObject();
  WriteTime(json, "blocked", blocked_);
  WriteTime(json, "dns", dns_);
  WriteTime(json, "connect", connect_);
  WriteTime(json, "send", send_);
  WriteTime(json, "wait", wait_);
  WriteTime(json, "receive", receive_);
  WriteTime(json, "ssl", ssl_);
  json.EndObject();
}

}  // namespace sendoff
