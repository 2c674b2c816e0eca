// SPDX-License-Identifier: MIT
#include "cli/sink/sink_printer.h"

#include <cstdio>

#include "cli/output/printable.h"

namespace sendoff::cli {

void PrintReceived(const SinkServer::Received& received) {
  std::string text = PrintableLine(received.method + " " + received.target) + "\n";
  for (const Header& header : received.headers) {
    text += PrintableLine(header.name + ": " + header.value) + "\n";
  }
  if (!received.body.empty()) {
    // Marked, so that no body can look like the next request.
    text.append("\n").append(kMargin).append(WithMargin(Printable(received.body), 0)).append("\n");
  }
  std::printf("%s\n", text.c_str());
  std::fflush(stdout);
}

}  // namespace sendoff::cli
