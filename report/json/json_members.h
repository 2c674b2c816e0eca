// SPDX-License-Identifier: MIT
#pragma once

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace sendoff {

// Members of JSON that somebody else has written: what is of another type is not there.

using JsonObject = simdjson::dom::object;
using JsonArray = simdjson::dom::array;

template <class T>
std::optional<T> MemberOf(const JsonObject& object, std::string_view key) {
  T value;
  if (object.at_key(key).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

// Empty where there is none. The view is as long-lived as the parser.
inline std::string_view TextOf(const JsonObject& object, std::string_view key) {
  return MemberOf<std::string_view>(object, key).value_or(std::string_view());
}

// Calls `each(item)` for the items of the list `object[key]` that are a T.
template <class T, class Each>
void ForEachOf(const JsonObject& object, std::string_view key, Each each) {
  const auto items = MemberOf<JsonArray>(object, key);
  if (!items) return;
  for (const simdjson::dom::element item : *items) {
    T value;
    if (item.get(value) == simdjson::SUCCESS) each(value);
  }
}

// Calls `each(name, value)` for a record's `headers`: [[name, value], ...].
template <class Each>
void ForEachHeader(const JsonObject& message, Each each) {
  ForEachOf<JsonArray>(message, "headers", [&each](const JsonArray& pair) {
    std::string_view name;
    std::string_view value;
    if (pair.at(0).get(name) != simdjson::SUCCESS) return;
    if (pair.at(1).get(value) == simdjson::SUCCESS) each(name, value);
  });
}

}  // namespace sendoff
