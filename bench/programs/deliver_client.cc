// SPDX-License-Identifier: MIT
// The delivery engine alone: requests as C++ values in, records out.
//
//   deliver_client port=N requests=N connections=N body=N [scheme=https ca=FILE] [origins=N]
//   [runs=N]
//
// With hold=N in the place of the port the receiver is a LoadServer: it answers when N are in
// flight. Says as JSON what it had resident at most: for wait4 that begins with what its parent
// had.
#include <sys/resource.h>

#include <cstdio>
#include <optional>

#include "bench/delivery_load.h"
#include "bench/load_server.h"
#include "bench/programs/arguments.h"
#include "bench/programs/usage.h"

namespace {

// Every connection needs a descriptor here, and one in a LoadServer.
void RaiseDescriptorLimit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  const sendoff::Arguments arguments(argc, argv);
  sendoff::net::DeliveryLoad load;
  load.scheme = arguments.Text("scheme", "http");
  load.port = static_cast<uint16_t>(arguments.Number("port", 80));
  RaiseDescriptorLimit();
  std::optional<sendoff::LoadServer> server;
  if (const size_t hold = arguments.Number("hold", 0); hold > 0) {
    load.port = server.emplace(hold).port();
  }
  load.requests = arguments.Number("requests", 20'000);
  load.origins = arguments.Number("origins", 1);
  load.runs = arguments.Number("runs", 1);
  load.concurrency = load.per_origin = arguments.Number("connections", 64);
  load.body_bytes = arguments.Number("body", 941);
  load.ca_file = arguments.Text("ca");
  const std::string fault = sendoff::net::Deliver(load);
  std::fputs(fault.c_str(), stderr);
  std::printf("{\"peak_bytes\": %.0f}\n", 1024 * sendoff::Usage::InStatus("VmHWM"));
  return fault.empty() ? 0 : 1;
}
