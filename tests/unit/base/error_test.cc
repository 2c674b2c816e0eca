// SPDX-License-Identifier: MIT
// The names and numbers of errors are what others have written down: none changes.
#include <gtest/gtest.h>
#include <sendoff/engine.h>

#include <set>
#include <string>
#include <type_traits>

namespace sendoff {
namespace {

struct Row {
  ErrorCode code;
  int number;
  const char* name;
};

constexpr Row kPinned[] = {
    {ErrorCode::kTimeout, 101, "timeout"},
    {ErrorCode::kDns, 102, "dns"},
    {ErrorCode::kConnectRefused, 103, "connect_refused"},
    {ErrorCode::kUnreachable, 104, "unreachable"},
    {ErrorCode::kTls, 105, "tls"},
    {ErrorCode::kReset, 106, "reset"},
    {ErrorCode::kResetOnReuse, 107, "reset_on_reuse"},
    {ErrorCode::kBadResponse, 108, "bad_response"},
    {ErrorCode::kTruncatedResponse, 109, "truncated_response"},
    {ErrorCode::kResponseTooLarge, 110, "response_too_large"},
    {ErrorCode::kRedirect, 111, "redirect"},
    {ErrorCode::kEgressDenied, 112, "egress_denied"},
    {ErrorCode::kProxy, 113, "proxy"},
    {ErrorCode::kTerminated, 201, "terminated"},
    {ErrorCode::kNotSettled, 202, "not_settled"},
    {ErrorCode::kShutdown, 203, "shutdown"},
    {ErrorCode::kDryRun, 204, "dry_run"},
    {ErrorCode::kSendInvalidArg, 301, "ERR_SEND_INVALID_ARG"},
    {ErrorCode::kSendLimit, 302, "ERR_SEND_LIMIT"},
    {ErrorCode::kSendClosed, 303, "ERR_SEND_CLOSED"},
    {ErrorCode::kStepSyntax, 401, "ERR_STEP_SYNTAX"},
    {ErrorCode::kStepShape, 402, "ERR_STEP_SHAPE"},
    {ErrorCode::kStepThrew, 403, "ERR_STEP_THREW"},
    {ErrorCode::kStepNeverSettles, 404, "ERR_STEP_NEVER_SETTLES"},
    {ErrorCode::kStepResult, 405, "ERR_STEP_RESULT"},
    {ErrorCode::kStepProps, 406, "ERR_STEP_PROPS"},
    {ErrorCode::kStepTimeout, 407, "ERR_STEP_TIMEOUT"},
    {ErrorCode::kStepCpuTime, 408, "ERR_STEP_CPU_TIME"},
    {ErrorCode::kStepMemory, 409, "ERR_STEP_MEMORY"},
    {ErrorCode::kStepCrashed, 410, "ERR_STEP_CRASHED"},
    {ErrorCode::kStepTimers, 411, "ERR_STEP_TIMERS"},
    {ErrorCode::kStepStopped, 412, "ERR_STEP_STOPPED"},
    {ErrorCode::kModuleNotFound, 413, "ERR_MODULE_NOT_FOUND"},
    {ErrorCode::kOutsideRoot, 414, "ERR_OUTSIDE_ROOT"},
    {ErrorCode::kUsage, 501, "ERR_USAGE"},
    {ErrorCode::kNotProvided, 502, "ERR_NOT_PROVIDED"},
    {ErrorCode::kIo, 503, "ERR_IO"},
    {ErrorCode::kSnapshot, 504, "ERR_SNAPSHOT"},
    {ErrorCode::kInternal, 505, "ERR_INTERNAL"},
    {ErrorCode::kBusy, 506, "ERR_BUSY"},
};

TEST(ErrorCodes, HaveTheNamesAndNumbersThatTheyHaveAlwaysHad) {
  for (const Row& row : kPinned) {
    EXPECT_EQ(static_cast<int>(row.code), row.number) << row.name;
    EXPECT_EQ(ErrorName(row.code), row.name);
  }
}

TEST(ErrorCodes, AreAllPinnedHereAndDiffer) {
  std::set<int> numbers;
  std::set<std::string> names;
#define SENDOFF_X(enumerator, number, name) \
  numbers.insert(number);                   \
  names.insert(name);
  SENDOFF_ERROR_CODES(SENDOFF_X)
#undef SENDOFF_X
  EXPECT_EQ(numbers.size(), std::size(kPinned)) << "a new one belongs in the list above";
  EXPECT_EQ(names.size(), std::size(kPinned));
  EXPECT_FALSE(numbers.contains(0)) << "that is none";
}

TEST(PublicNames, SayTheVersionOfTheInterface) {
  static_assert(std::is_same_v<Error, v1::Error>);
  static_assert(std::is_same_v<Engine, v1::Engine>);
  static_assert(std::is_same_v<Record, v1::Record>);
  static_assert(std::is_same_v<Result<int>, v1::Result<int>>);
}

}  // namespace
}  // namespace sendoff
