// SPDX-License-Identifier: MIT
#include <sendoff/isolation.h>
#include <sendoff/record.h>
#include <sendoff/step.h>

#include "base/check.h"

namespace sendoff {
inline namespace v1 {

std::string_view ToString(StepStatus status) {
  switch (status) {
    case StepStatus::kOk:
      return "ok";
    case StepStatus::kError:
      return "error";
    case StepStatus::kTerminated:
      return "terminated";
  }
  SENDOFF_UNREACHABLE();
}

std::string_view ToString(Isolation isolation) {
  switch (isolation) {
    case Isolation::kProcess:
      return "process";
    case Isolation::kThread:
      return "thread";
  }
  SENDOFF_UNREACHABLE();
}

std::string_view ToString(Kind kind) {
  switch (kind) {
    case Kind::kDeferred:
      return "deferred";
    case Kind::kAwaited:
      return "awaited";
  }
  SENDOFF_UNREACHABLE();
}

std::string_view ToString(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDelivered:
      return "delivered";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kDiscarded:
      return "discarded";
  }
  SENDOFF_UNREACHABLE();
}

std::string_view ToString(Phase phase) {
  switch (phase) {
    case Phase::kQueue:
      return "queue";
    case Phase::kDns:
      return "dns";
    case Phase::kConnect:
      return "connect";
    case Phase::kTls:
      return "tls";
    case Phase::kWrite:
      return "write";
    case Phase::kWait:
      return "wait";
    case Phase::kRead:
      return "read";
  }
  SENDOFF_UNREACHABLE();
}

std::string_view ToString(Wire wire) {
  switch (wire) {
    case Wire::kNone:
      return "none";
    case Wire::kPartial:
      return "partial";
    case Wire::kFull:
      return "full";
  }
  SENDOFF_UNREACHABLE();
}

bool Record::safe_to_replay() const {
  return (wire == Wire::kNone && redirects.empty()) || request.method == "GET" ||
         request.method == "HEAD" || request.method == "OPTIONS";
}

}  // namespace v1
}  // namespace sendoff
