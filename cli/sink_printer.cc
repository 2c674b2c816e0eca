// SPDX-License-Identifier: MIT
#include "cli/sink_printer.h"

#include <cstdio>

#include "cli/printable.h"

namespace sendoff::cli {

namespace {

// Each line marked, so that no body can look like the next request.
std::string SetIn(std::string_view text) {
  std::string marked = "| ";
  for (const char c : text) {
    marked += c;
    if (c == '\n') marked += "| ";
  }
  return marked;
}

}  // namespace

void PrintReceived(const SinkServer::Received& received) {
  std::string text = PrintableLine(received.method + " " + received.target) + "\n";
  for (const Header& header : received.headers) {
    text += PrintableLine(header.name + ": " + header.value) + "\n";
  }
  if (!received.body.empty()) text += "\n" + SetIn(Printable(received.body)) + "\n";
  std::printf("%s\n", text.c_str());
  std::fflush(stdout);
}

}  // namespace sendoff::cli
