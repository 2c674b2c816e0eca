// SPDX-License-Identifier: MIT
#include "request/header_set.h"

#include <utility>

#include "net/http/header_names.h"

namespace sendoff::request {
namespace {

constexpr size_t kUsualSize = 256;  // bytes of all lines, in most requests

}  // namespace

void HeaderSet::Set(std::string_view name, const std::vector<std::string>& values) {
  const std::string spelling = SpellingOf(name);
  Clear(name);
  for (const std::string& value : values) AddLine(spelling, value);
  if (values.empty()) lines_.push_back({spelling, "", Line::State::kWithheld});
}

void HeaderSet::Append(std::string_view name, std::string_view value) {
  const std::string spelling = SpellingOf(name);
  if (!Has(name)) Clear(name);
  AddLine(spelling, value);
}

void HeaderSet::Withhold(std::string_view name) { Set(name, {}); }

void HeaderSet::Unset(std::string_view name) {
  const std::string spelling = SpellingOf(name);
  Clear(name);
  lines_.push_back({spelling, "", Line::State::kUnset});
}

void HeaderSet::Clear(std::string_view name) {
  std::erase_if(lines_, [&](const Line& line) { return net::SameHeaderName(line.name, name); });
}

bool HeaderSet::Has(std::string_view name) const {
  const Line* line = Find(name);
  return line != nullptr && line->state != Line::State::kUnset;
}

std::string_view HeaderSet::Get(std::string_view name) const {
  const Line* line = Find(name);
  return line == nullptr ? std::string_view() : line->value;
}

net::FieldBlock HeaderSet::Write() const {
  net::FieldBlock block;
  block.Reserve(kUsualSize);
  for (const Line& line : lines_) {
    if (line.state == Line::State::kSet) block.Append(line.name, line.value);
  }
  return block;
}

const HeaderSet::Line* HeaderSet::Find(std::string_view name) const {
  for (const Line& line : lines_) {
    if (net::SameHeaderName(line.name, name)) return &line;
  }
  return nullptr;
}

void HeaderSet::AddLine(const std::string& spelling, std::string_view value) {
  const bool is_cookie = net::SameHeaderName(spelling, "Cookie");
  for (Line& line : lines_) {
    if (!is_cookie || line.state != Line::State::kSet || line.name != spelling) continue;
    line.value.append("; ").append(value);
    return;
  }
  lines_.push_back({spelling, std::string(value)});
}

std::string HeaderSet::SpellingOf(std::string_view name) const {
  const Line* line = Find(name);
  return line == nullptr ? std::string(name) : line->name;
}

}  // namespace sendoff::request
