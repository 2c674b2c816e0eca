// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/redactor.h>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/sink/sink_server.h"

namespace sendoff::cli {

// A request as a sink received it: its first line, its fields, its body. Control characters that a
// terminal would obey are shown as escapes.
std::string ReceivedText(const SinkServer::Received& received);

// The same for the sink of a run, without what the run keeps to itself. All of that is known when
// the step has ended; what the sink receives before then is printed then. Any thread.
class RunSinkPrinter {
 public:
  // `print` gets whole lines, one call at a time.
  RunSinkPrinter(bool show_secrets, std::function<void(std::string)> print)
      : show_secrets_(show_secrets), print_(std::move(print)) {}

  void Print(const SinkServer::Received& received);

  // The step has ended.
  void Begin(const Redactor& redactor);

 private:
  std::string Text(const SinkServer::Received& received) const;

  const bool show_secrets_;
  const std::function<void(std::string)> print_;
  std::mutex mutex_;
  // Guarded by mutex_.
  std::optional<Redactor> redactor_;  // once the step has ended
  std::vector<SinkServer::Received> waiting_;
};

}  // namespace sendoff::cli
