// SPDX-License-Identifier: MIT
// The one table of everything that can go wrong, and the value that carries it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace sendoff {

// Whose doing an error is. It decides who is shown the details: a step's author sees `kStep` in
// full, an operator sees `kHost` in full, everybody sees the other two.
enum class Blame {
  kStep,      // the step's code or what it passed
  kReceiver,  // the server that was asked
  kNetwork,   // what lies between: names, routes, connections
  kHost,      // the machine, its operator, or sendoff itself
};

// X(enumerator, name, blame). `name` is what logs, JSON and JavaScript's `error.code` show; it is
// part of the contract with users and never changes.
#define SENDOFF_ERROR_CODES(X)                           \
  /* A delivery that did not end in a response. */       \
  X(kTimeout, "timeout", kReceiver)                      \
  X(kDns, "dns", kNetwork)                               \
  X(kConnectRefused, "connect_refused", kReceiver)       \
  X(kUnreachable, "unreachable", kNetwork)               \
  X(kTls, "tls", kReceiver)                              \
  X(kReset, "reset", kReceiver)                          \
  X(kResetOnReuse, "reset_on_reuse", kReceiver)          \
  X(kBadResponse, "bad_response", kReceiver)             \
  X(kTruncatedResponse, "truncated_response", kReceiver) \
  X(kResponseTooLarge, "response_too_large", kReceiver)  \
  X(kRedirect, "redirect", kReceiver)                    \
  X(kEgressDenied, "egress_denied", kHost)               \
  X(kProxy, "proxy", kNetwork)                           \
  /* A delivery that was never begun. */                 \
  X(kTerminated, "terminated", kStep)                    \
  X(kNotSettled, "not_settled", kStep)                   \
  X(kShutdown, "shutdown", kHost)                        \
  /* A call of $send.http that was refused. */           \
  X(kSendInvalidArg, "ERR_SEND_INVALID_ARG", kStep)      \
  X(kSendLimit, "ERR_SEND_LIMIT", kStep)                 \
  X(kSendClosed, "ERR_SEND_CLOSED", kStep)               \
  /* A step that did not fulfil. */                      \
  X(kStepSyntax, "ERR_STEP_SYNTAX", kStep)               \
  X(kStepShape, "ERR_STEP_SHAPE", kStep)                 \
  X(kStepThrew, "ERR_STEP_THREW", kStep)                 \
  X(kStepNeverSettles, "ERR_STEP_NEVER_SETTLES", kStep)  \
  X(kStepResult, "ERR_STEP_RESULT", kStep)               \
  X(kStepProps, "ERR_STEP_PROPS", kStep)                 \
  X(kStepTimeout, "ERR_STEP_TIMEOUT", kStep)             \
  X(kStepCpuTime, "ERR_STEP_CPU_TIME", kStep)            \
  X(kStepMemory, "ERR_STEP_MEMORY", kStep)               \
  X(kStepCrashed, "ERR_STEP_CRASHED", kHost)             \
  X(kStepTimers, "ERR_STEP_TIMERS", kStep)               \
  X(kStepStopped, "ERR_STEP_STOPPED", kHost)             \
  X(kModuleNotFound, "ERR_MODULE_NOT_FOUND", kStep)      \
  /* The host's own affairs. */                          \
  X(kUsage, "ERR_USAGE", kHost)                          \
  X(kNotProvided, "ERR_NOT_PROVIDED", kHost)             \
  X(kIo, "ERR_IO", kHost)                                \
  X(kSnapshot, "ERR_SNAPSHOT", kHost)                    \
  X(kInternal, "ERR_INTERNAL", kHost)

enum class ErrorCode {
#define SENDOFF_X(enumerator, name, blame) enumerator,
  SENDOFF_ERROR_CODES(SENDOFF_X)
#undef SENDOFF_X
};

// The row's `name`. The view is to static storage.
std::string_view ErrorName(ErrorCode code);

// The row's `blame`.
Blame ErrorBlame(ErrorCode code);

// An error as a value. `message` says what is wrong, where, and how to mend it, in a form fit for
// the one to blame; it never holds a credential.
struct Error {
  ErrorCode code;
  std::string message;
};

}  // namespace sendoff
