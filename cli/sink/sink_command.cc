// SPDX-License-Identifier: MIT
#include "cli/sink/sink_command.h"

#include <cstdio>

#include "base/clock.h"
#include "cli/flags/refuse.h"
#include "cli/sink/sink_printer.h"

namespace sendoff::cli {

int SinkCommand(const SinkServer::Options& options) {
  const SystemClock clock;
  auto loop = Loop::Create(clock);
  if (!loop.ok()) return Refuse(loop.error());
  auto server = SinkServer::Listen(**loop, options, [](const SinkServer::Received& received) {
    std::printf("%s", ReceivedText(received).c_str());
    std::fflush(stdout);
  });
  if (!server.ok()) return Refuse(server.error());
  std::fprintf(stderr,
               "sink: listening on http://127.0.0.1:%u; let a step send there with "
               "--allow-private\n",
               static_cast<unsigned>((*server)->port()));
  (*loop)->Run();
  return 0;
}

}  // namespace sendoff::cli
