// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "net/http/field_block.h"

namespace sendoff::request {

// What `data` becomes on the wire.
struct RequestBody {
  std::shared_ptr<const std::string> bytes;  // null: no body
  // Its Content-Type where the script names none, as far as `data` tells.
  std::optional<net::FieldBlock::Fixed> usual_type{};
  // Its type whatever the script names, because of a boundary that is in it, or because it has one
  // by itself, as a Blob has; or empty.
  std::string own_type{};
  // `data` is a string.
  bool is_plain_text = false;
};

}  // namespace sendoff::request
