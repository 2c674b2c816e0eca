// SPDX-License-Identifier: MIT
// The delivery engine alone: requests as C++ values in, records out.
//
//   deliver_client port=N requests=N connections=N body=N [scheme=https ca=FILE] [origins=N]
//   [runs=N] [tenants=N] [turns=1]
//
// With hold=N in the place of the port the receiver is a LoadServer: it answers when N are in
// flight. Says as JSON what it had resident at most (for wait4 that begins with what its parent
// had), and with turns=1 the longest that the delivery thread was busy between two turns of its
// loop.
#include <sys/resource.h>

#include <cstdio>
#include <memory>
#include <optional>

#include "base/turn_meter.h"
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
  load.tenants = arguments.Number("tenants", 1);
  load.concurrency = load.per_origin = arguments.Number("connections", 64);
  load.body_bytes = arguments.Number("body", 941);
  load.ca_file = arguments.Text("ca");
  if (arguments.Number("turns", 0) > 0) load.turns = std::make_shared<sendoff::TurnMeter>();
  const std::string fault = sendoff::net::Deliver(load);
  std::fputs(fault.c_str(), stderr);
  std::printf("{\"peak_bytes\": %.0f", 1024 * sendoff::Usage::InStatus("VmHWM"));
  if (load.turns) {
    std::printf(", \"turn_ms\": %.3f, \"turn_cpu_ms\": %.3f",
                sendoff::ToMilliseconds(load.turns->longest_wall()),
                sendoff::ToMilliseconds(load.turns->longest_cpu()));
  }
  std::printf("}\n");
  return fault.empty() ? 0 : 1;
}
