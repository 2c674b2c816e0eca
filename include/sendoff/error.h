// SPDX-License-Identifier: MIT
// The one table of everything that can go wrong, and the value that carries it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace sendoff {
inline namespace v1 {

// X(enumerator, number, name). `name` is what logs, JSON and JavaScript's `error.code` show, and
// `number` what other languages see; both are part of the contract with users and never change. A
// new row has the next number of its hundred; 0 is none.
#define SENDOFF_ERROR_CODES(X)                        \
  /* A delivery that did not end in a response. */    \
  X(kTimeout, 101, "timeout")                         \
  X(kDns, 102, "dns")                                 \
  X(kConnectRefused, 103, "connect_refused")          \
  X(kUnreachable, 104, "unreachable")                 \
  X(kTls, 105, "tls")                                 \
  X(kReset, 106, "reset")                             \
  X(kResetOnReuse, 107, "reset_on_reuse")             \
  X(kBadResponse, 108, "bad_response")                \
  X(kTruncatedResponse, 109, "truncated_response")    \
  X(kResponseTooLarge, 110, "response_too_large")     \
  X(kRedirect, 111, "redirect")                       \
  X(kEgressDenied, 112, "egress_denied")              \
  X(kProxy, 113, "proxy")                             \
  /* A delivery that was never begun. */              \
  X(kTerminated, 201, "terminated")                   \
  X(kNotSettled, 202, "not_settled")                  \
  X(kShutdown, 203, "shutdown")                       \
  X(kDryRun, 204, "dry_run")                          \
  /* A call of $send.http that was refused. */        \
  X(kSendInvalidArg, 301, "ERR_SEND_INVALID_ARG")     \
  X(kSendLimit, 302, "ERR_SEND_LIMIT")                \
  X(kSendClosed, 303, "ERR_SEND_CLOSED")              \
  /* A step that did not fulfil. */                   \
  X(kStepSyntax, 401, "ERR_STEP_SYNTAX")              \
  X(kStepShape, 402, "ERR_STEP_SHAPE")                \
  X(kStepThrew, 403, "ERR_STEP_THREW")                \
  X(kStepNeverSettles, 404, "ERR_STEP_NEVER_SETTLES") \
  X(kStepResult, 405, "ERR_STEP_RESULT")              \
  X(kStepProps, 406, "ERR_STEP_PROPS")                \
  X(kStepTimeout, 407, "ERR_STEP_TIMEOUT")            \
  X(kStepCpuTime, 408, "ERR_STEP_CPU_TIME")           \
  X(kStepMemory, 409, "ERR_STEP_MEMORY")              \
  X(kStepCrashed, 410, "ERR_STEP_CRASHED")            \
  X(kStepTimers, 411, "ERR_STEP_TIMERS")              \
  X(kStepStopped, 412, "ERR_STEP_STOPPED")            \
  X(kModuleNotFound, 413, "ERR_MODULE_NOT_FOUND")     \
  X(kOutsideRoot, 414, "ERR_OUTSIDE_ROOT")            \
  /* The host's own affairs. */                       \
  X(kUsage, 501, "ERR_USAGE")                         \
  X(kNotProvided, 502, "ERR_NOT_PROVIDED")            \
  X(kIo, 503, "ERR_IO")                               \
  X(kSnapshot, 504, "ERR_SNAPSHOT")                   \
  X(kInternal, 505, "ERR_INTERNAL")                   \
  X(kBusy, 506, "ERR_BUSY")

enum class ErrorCode {
#define SENDOFF_X(enumerator, number, name) enumerator = (number),
  SENDOFF_ERROR_CODES(SENDOFF_X)
#undef SENDOFF_X
};

// The row's `name`. The view is to static storage.
std::string_view ErrorName(ErrorCode code);

// An error as a value. `message` says what is wrong, where, and how to mend it; it never holds a
// credential.
struct Error {
  ErrorCode code;
  std::string message;
  // Of a delivery: the name by which programs for Node know what went wrong, where it says more
  // than `code`: "CERT_HAS_EXPIRED", "HPE_INVALID_STATUS", "ENETUNREACH". Else empty.
  std::string detail{};
};

}  // namespace v1
}  // namespace sendoff
