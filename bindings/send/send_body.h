// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/send/send_call.h"
#include "net/http/field_block.h"

namespace sendoff::bindings {

// What `data` becomes on the wire.
struct SendBody {
  std::shared_ptr<const std::string> bytes;  // null: no body
  // Its Content-Type where the script names none, as far as `data` tells.
  std::optional<net::FieldBlock::Fixed> usual_type{};
  // Its type whatever the script names, because of a boundary that is in it, or because it has one
  // by itself, as a Blob has; or empty.
  std::string own_type{};
};

// Refuses a body of more than the limit.
bool CheckBodySize(SendCall& call, uint64_t size);

// Copies `data`, once: an object as JSON, or as a form where `content_type` (what the script said,
// or empty) asks for one; a string as it is, or as JSON where it asks for that; bytes of a buffer.
// Runs the script's code where axios would (`toJSON`, getters). Not for the web's classes, which
// bindings/send/web_body.h reads.
bool ReadBody(SendCall& call, v8::Local<v8::Value> data, std::string_view content_type,
              SendBody* body);

}  // namespace sendoff::bindings
