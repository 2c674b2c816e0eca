// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http/field_block.h"

namespace sendoff::request {

// The header fields of a request while they are put together: names in any case are one, the first
// spelling stays, and a field can be withheld, so that no default takes its place.
class HeaderSet {
 public:
  // Sets the field to one line for each of `values`, in the place of what it was; Cookie to one
  // line with all of them (RFC 6265 section 5.4).
  void Set(std::string_view name, const std::vector<std::string>& values);

  // Adds a line to the field, or makes it; to Cookie's one line, a value.
  void Append(std::string_view name, std::string_view value);

  // Takes the field out and keeps defaults from filling it.
  void Withhold(std::string_view name);

  // Takes the field out, so that a default may fill it; its spelling stays.
  void Unset(std::string_view name);

  // Takes the field out as if it had never been there.
  void Clear(std::string_view name);

  // Whether the field was set or withheld.
  bool Has(std::string_view name) const;

  // The field's first value; empty when there is none.
  std::string_view Get(std::string_view name) const;

  // All lines, in the order in which they were made.
  net::FieldBlock Write() const;

 private:
  struct Line {
    std::string name;
    std::string value;
    enum class State { kSet, kWithheld, kUnset } state = State::kSet;
  };

  // The field's first line, in whatever state.
  const Line* Find(std::string_view name) const;
  void AddLine(const std::string& spelling, std::string_view value);
  // The spelling that the field has, or would have.
  std::string SpellingOf(std::string_view name) const;

  std::vector<Line> lines_;
};

}  // namespace sendoff::request
