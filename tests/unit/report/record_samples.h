// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace sendoff::test {

inline std::shared_ptr<const std::string> Bytes(std::string bytes) {
  return std::make_shared<const std::string>(std::move(bytes));
}

// A record that has something in every member.
inline Record FullRecord() {
  using std::chrono::microseconds;
  Record record;
  record.id = "r1.3";
  record.run = "r1";
  record.step = "step.mjs";
  record.seq = 3;
  record.workflow = "w1";
  record.replay_of = "r0.1";
  record.started_at =
      std::chrono::system_clock::time_point(std::chrono::milliseconds(1'700'000'000'007));
  record.kind = Kind::kAwaited;
  record.call_site = "step.mjs:2:5";
  record.outcome = Outcome::kFailed;
  record.error = {ErrorCode::kTruncatedResponse, Phase::kRead, "it ended too early"};
  record.wire = Wire::kPartial;
  record.request = {"POST",
                    "https://example.com/a?b=c",
                    {{"Content-Type", "text/plain"}, {"X-Two", "1"}, {"X-Two", "2"}},
                    RecordedBody{2, Bytes("{}")}};
  record.response = RecordedResponse{
      201, "Created", "1.0", {{"Content-Type", "text/html"}}, {9, Bytes("part"), true}};
  record.redirects = {{302, "/b", "192.0.2.1:443"},
                      {307, "//other.example/c", "[2001:db8::1]:443"}};
  record.timing = {microseconds(1500), microseconds(1), microseconds(2), microseconds(3),
                   microseconds(4),    microseconds(5), microseconds(6), microseconds(1234)};
  record.remote_address = "[2001:db8::1]:443";
  record.local_address = "192.0.2.2:50000";
  record.reused_connection = true;
  record.warnings = {"one", "two"};
  return record;
}

}  // namespace sendoff::test
