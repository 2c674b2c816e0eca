// SPDX-License-Identifier: MIT
#include "cli/flags/option_flags.h"

namespace sendoff::cli {

std::map<std::string, std::string> OptionFlags() {
  return {
      {"DeliveryOptions::allow_net", "--allow-net"},
      {"DeliveryOptions::allow_net with", "--allow-net"},
      {"DeliveryOptions::allow_private", "--allow-private"},
      {"DeliveryOptions::ca_file", "--ca FILE"},
      {"DeliveryOptions::concurrency", "--concurrency"},
      {"DeliveryOptions::concurrency_per_origin", "--concurrency-per-origin"},
      {"DeliveryOptions::deny_net", "--deny-net"},
      {"DeliveryOptions::deny_net with", "--deny-net"},
      {"DeliveryOptions::redirects is Redirects::kNone", "--redirects none"},
      {"DeliveryOptions::request_timeout", "--request-timeout"},
      {"DeliveryOptions::route_to", "--sink"},
      {"DeliveryOptions::source_addresses", "--source-address"},
      {"Isolation::kThread", "--isolation thread"},
      {"ProcessOptions::worker", "SENDOFF_WORKER"},
      {"ProcessOptions::worker or with SENDOFF_WORKER", "SENDOFF_WORKER"},
      {"RunOptions::deliver = Deliver::kAlways", "--deliver always"},
      {"RunOptions::deliver = Deliver::kFulfilled", "--deliver fulfilled"},
      {"RunOptions::dry_run", "--dry-run"},
      {"RunOptions::replay", "--replay LOG"},
      {"RunOptions::redact", "--redact"},
      {"StepInput::auths for ", "SENDOFF_AUTH_"},
      {"StepInput::event_json", "--event"},
      {"StepInput::props_json", "--props"},
      {"StepInput::steps_json", "--steps"},
      {"StepInput::env", "--env (NAME for one of the shell, NAME=VALUE, or a FILE)"},
  };
}

void NameTheFlag(StepResult* step) {
  if (!step->error) return;
  if (!step->error->hint.empty()) return;
  if (step->error->kind == ErrorCode::kStepTimeout) {
    step->error->hint = "--timeout gives it more time, for example --timeout 60s";
  } else if (step->error->kind == ErrorCode::kStepCpuTime) {
    step->error->hint = "--cpu-time gives it more, for example --cpu-time 60s";
  } else if (step->error->kind == ErrorCode::kStepMemory) {
    step->error->hint = "--memory gives it more, for example --memory 512MB";
  } else if (step->error->kind == ErrorCode::kOutsideRoot) {
    step->error->hint = "--root lets it read the files of another folder, for example --root ..";
  }
}

}  // namespace sendoff::cli
