// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <optional>
#include <string>
#include <vector>

#include "cli/output/color.h"

namespace sendoff::cli {

// What `sendoff run` was asked for, as far as the words tell; files are not read yet.
struct RunFlags {
  std::string file;
  std::optional<std::string> event;    // JSON, @FILE or -
  std::optional<std::string> steps;    // likewise
  std::optional<std::string> props;    // likewise
  std::optional<std::string> context;  // likewise
  std::vector<std::string> env;        // FILE, NAME or NAME=VALUE each
  std::string root;                    // empty: found by the step's file
  Isolation isolation = Isolation::kThread;
  StepLimits limits;
  SendLimits send_limits;
  Deliver deliver = Deliver::kSettled;
  bool ordered = false;
  DeliveryOptions delivery;
  std::string log_file;   // - for standard output
  std::string har_file;   // likewise
  std::string page_file;  // likewise
  std::string otlp_url;   // empty: no trace is sent
  bool sends_trace_parent = false;
  std::vector<std::string> redact;   // names
  std::vector<std::string> secrets;  // names of variables of `env`
  bool dry_run = false;
  std::string replay_file;  // - for standard input
  bool sink = false;
  bool json = false;
  bool curl = false;
  Color color = Color::kAuto;
  bool verbose = false;
  bool quiet = false;
  bool fail_on_send_error = false;
};

}  // namespace sendoff::cli
