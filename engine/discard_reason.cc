// SPDX-License-Identifier: MIT
#include "engine/discard_reason.h"

namespace sendoff::engine {

std::optional<Error> ReasonToDiscard(const StepResult& step, Deliver deliver) {
  if (deliver == Deliver::kAlways) return std::nullopt;
  if (step.error && step.error->kind == ErrorCode::kStepStopped) {
    return Error{ErrorCode::kTerminated,
                 "sendoff was shut down before the run had settled, so this was not sent"};
  }
  if (step.error && step.error->kind == ErrorCode::kStepCrashed) {
    return Error{
        ErrorCode::kTerminated,
        "V8 gave up before the run had settled, so this was not sent; RunOptions::deliver = "
        "Deliver::kAlways sends it all the same"};
  }
  if (step.status == StepStatus::kTerminated) {
    return Error{ErrorCode::kTerminated,
                 "the run was ended by a limit before it settled, so this was not sent; "
                 "RunOptions::deliver = Deliver::kAlways sends it all the same"};
  }
  if (step.status == StepStatus::kOk) return std::nullopt;
  if (step.error && step.error->kind == ErrorCode::kStepNeverSettles) {
    return Error{ErrorCode::kNotSettled,
                 "the step's promise never settled, so this was not sent; RunOptions::deliver = "
                 "Deliver::kAlways sends it all the same"};
  }
  if (deliver == Deliver::kSettled) return std::nullopt;
  return Error{ErrorCode::kNotSettled,
               "the step failed, and RunOptions::deliver = Deliver::kFulfilled sends only after a "
               "step that did not"};
}

}  // namespace sendoff::engine
