// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bindings/send_call.h"

namespace sendoff::bindings {

// What `data` becomes on the wire.
struct SendBody {
  std::shared_ptr<const std::string> bytes;  // null: no body
  std::string_view content_type;             // what it is unless the script says; may be empty
};

// Copies `data`, once: JSON of an object, a string as it is, bytes of a buffer. Runs the script's
// code where JSON.stringify would (`toJSON`, getters).
bool ReadBody(SendCall& call, v8::Local<v8::Value> data, SendBody* body);

}  // namespace sendoff::bindings
