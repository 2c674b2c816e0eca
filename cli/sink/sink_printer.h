// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/redactor.h>

#include <mutex>
#include <optional>
#include <vector>

#include "cli/sink/sink_server.h"

namespace sendoff::cli {

// Prints a request as a sink received it to standard output: its first line, its fields, its body.
// Control characters that a terminal would obey are shown as escapes.
void PrintReceived(const SinkServer::Received& received);

// The same for the sink of a run, without what the run keeps to itself. All of that is known when
// the step has ended; what the sink receives before then is printed then. Any thread.
class RunSinkPrinter {
 public:
  explicit RunSinkPrinter(bool show_secrets) : show_secrets_(show_secrets) {}

  void Print(const SinkServer::Received& received);

  // The step has ended.
  void Begin(const Redactor& redactor);

 private:
  void PrintNow(const SinkServer::Received& received) const;

  const bool show_secrets_;
  std::mutex mutex_;
  // Guarded by mutex_.
  std::optional<Redactor> redactor_;  // once the step has ended
  std::vector<SinkServer::Received> waiting_;
};

}  // namespace sendoff::cli
