// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sendoff::redaction {

// A part of a text that is to be replaced, and what stands around what takes its place: the quotes
// that make a JSON string of it where no string was.
struct Extent {
  size_t begin = 0;
  size_t end = 0;
  std::string quote{};
};

// The value whose name stands at [begin, end) of a text: of a query or a form (name=value), of JSON
// ("name": value, also within a JSON string; a list of names and values), of multipart/form-data,
// of a header or of an object as it is printed (name: value). None where that is no name, or its
// value is empty or null.
std::optional<Extent> FindNamedValue(std::string_view text, size_t begin, size_t end);

// Where the JSON value ends that begins at `at`, a blank or more before it.
size_t EndOfJsonValue(std::string_view json, size_t at);

}  // namespace sendoff::redaction
