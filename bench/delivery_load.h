// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/turn_meter.h"

namespace sendoff::net {

// Work for the delivery engine, with no script and no isolate: requests to servers of this machine.
struct DeliveryLoad {
  std::string scheme = "http";
  uint16_t port = 0;
  size_t requests = 1;
  size_t origins = 1;  // at most 60'000; each is an address of its own, the first 127.0.0.1
  size_t runs = 1;     // that the requests belong to: what turns and slots are shared out by
  size_t tenants = 1;  // that the runs belong to: what connections are shared by
  size_t concurrency = 64;
  size_t per_origin = 64;
  size_t body_bytes = 0;  // 0: GET; else a POST with a body of JSON's type
  std::string ca_file{};
  std::function<void()> on_first_record{};  // if set: runs on the delivery thread
  std::shared_ptr<TurnMeter> turns{};       // if set: measures that thread's turns
};

// Delivers them all by a DeliveryThread of its own and looks at every record. What is wrong, or "".
std::string Deliver(const DeliveryLoad& load);

// Lets this process have as many descriptors as it may: a connection takes one here and one in a
// LoadServer. False when it may not have `wanted`.
bool RaiseDescriptorLimit(size_t wanted);

}  // namespace sendoff::net
