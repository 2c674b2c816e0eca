// SPDX-License-Identifier: MIT
// The one table of everything that can go wrong, and the value that carries it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace sendoff {

// X(enumerator, name). `name` is what logs, JSON and JavaScript's `error.code` show; it is part of
// the contract with users and never changes.
#define SENDOFF_ERROR_CODES(X)                     \
  /* A delivery that did not end in a response. */ \
  X(kTimeout, "timeout")                           \
  X(kDns, "dns")                                   \
  X(kConnectRefused, "connect_refused")            \
  X(kUnreachable, "unreachable")                   \
  X(kTls, "tls")                                   \
  X(kReset, "reset")                               \
  X(kResetOnReuse, "reset_on_reuse")               \
  X(kBadResponse, "bad_response")                  \
  X(kTruncatedResponse, "truncated_response")      \
  X(kResponseTooLarge, "response_too_large")       \
  X(kRedirect, "redirect")                         \
  X(kEgressDenied, "egress_denied")                \
  X(kProxy, "proxy")                               \
  /* A delivery that was never begun. */           \
  X(kTerminated, "terminated")                     \
  X(kNotSettled, "not_settled")                    \
  X(kShutdown, "shutdown")                         \
  /* A call of $send.http that was refused. */     \
  X(kSendInvalidArg, "ERR_SEND_INVALID_ARG")       \
  X(kSendLimit, "ERR_SEND_LIMIT")                  \
  X(kSendClosed, "ERR_SEND_CLOSED")                \
  /* A step that did not fulfil. */                \
  X(kStepSyntax, "ERR_STEP_SYNTAX")                \
  X(kStepShape, "ERR_STEP_SHAPE")                  \
  X(kStepThrew, "ERR_STEP_THREW")                  \
  X(kStepNeverSettles, "ERR_STEP_NEVER_SETTLES")   \
  X(kStepResult, "ERR_STEP_RESULT")                \
  X(kStepProps, "ERR_STEP_PROPS")                  \
  X(kStepTimeout, "ERR_STEP_TIMEOUT")              \
  X(kStepCpuTime, "ERR_STEP_CPU_TIME")             \
  X(kStepMemory, "ERR_STEP_MEMORY")                \
  X(kStepCrashed, "ERR_STEP_CRASHED")              \
  X(kStepTimers, "ERR_STEP_TIMERS")                \
  X(kStepStopped, "ERR_STEP_STOPPED")              \
  X(kModuleNotFound, "ERR_MODULE_NOT_FOUND")       \
  X(kOutsideRoot, "ERR_OUTSIDE_ROOT")              \
  /* The host's own affairs. */                    \
  X(kUsage, "ERR_USAGE")                           \
  X(kNotProvided, "ERR_NOT_PROVIDED")              \
  X(kIo, "ERR_IO")                                 \
  X(kSnapshot, "ERR_SNAPSHOT")                     \
  X(kInternal, "ERR_INTERNAL")

enum class ErrorCode {
#define SENDOFF_X(enumerator, name) enumerator,
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

}  // namespace sendoff
