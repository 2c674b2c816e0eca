// SPDX-License-Identifier: MIT
#include "cli/sink_printer.h"

#include <cstdio>

#include "cli/printable.h"

namespace sendoff::cli {

void PrintReceived(const SinkServer::Received& received) {
  std::string text = received.method + " " + received.target + "\n";
  for (const Header& header : received.headers) text += header.name + ": " + header.value + "\n";
  if (!received.body.empty()) text += "\n" + received.body + "\n";
  std::printf("%s\n", Printable(text).c_str());
  std::fflush(stdout);
}

}  // namespace sendoff::cli
