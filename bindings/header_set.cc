// SPDX-License-Identifier: MIT
#include "bindings/header_set.h"

#include <utility>

#include "net/header_names.h"

namespace sendoff::bindings {
namespace {

constexpr size_t kUsualSize = 256;  // bytes of all lines, in most requests

}  // namespace

void HeaderSet::Set(std::string_view name, const std::vector<std::string>& values) {
  const std::string spelling = SpellingOf(name);
  Clear(name);
  for (const std::string& value : values) lines_.push_back({spelling, value});
  if (values.empty()) lines_.push_back({spelling, "", true});
}

void HeaderSet::Append(std::string_view name, std::string_view value) {
  lines_.push_back({SpellingOf(name), std::string(value)});
}

void HeaderSet::Withhold(std::string_view name) { Set(name, {}); }

void HeaderSet::Clear(std::string_view name) {
  std::erase_if(lines_, [&](const Line& line) { return net::SameHeaderName(line.name, name); });
}

std::string_view HeaderSet::Get(std::string_view name) const {
  const Line* line = Find(name);
  return line == nullptr ? std::string_view() : line->value;
}

net::FieldBlock HeaderSet::Write() const {
  net::FieldBlock block;
  block.Reserve(kUsualSize);
  for (const Line& line : lines_) {
    if (!line.withheld) block.Append(line.name, line.value);
  }
  return block;
}

const HeaderSet::Line* HeaderSet::Find(std::string_view name) const {
  for (const Line& line : lines_) {
    if (net::SameHeaderName(line.name, name)) return &line;
  }
  return nullptr;
}

std::string HeaderSet::SpellingOf(std::string_view name) const {
  const Line* line = Find(name);
  return line == nullptr ? std::string(name) : line->name;
}

}  // namespace sendoff::bindings
