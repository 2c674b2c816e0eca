// SPDX-License-Identifier: MIT
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <string_view>

#include "report/json/json_writer.h"

namespace sendoff {

// Writes a member of an object as it was read. One whose name would need an escape, which no key of
// ours does, is left out.
inline void CopyMember(JsonWriter& json, std::string_view name,
                       const simdjson::dom::element& value) {
  const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (!is_plain) return;
  json.Key(name);
  json.Raw(simdjson::minify(value));
}

}  // namespace sendoff
