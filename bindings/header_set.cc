// SPDX-License-Identifier: MIT
#include "bindings/header_set.h"

#include <utility>

#include "net/header_names.h"

namespace sendoff::bindings {

void HeaderSet::Set(std::string_view name, std::vector<std::string> values) {
  FindOrAdd(name).values = std::move(values);
}

void HeaderSet::Append(std::string_view name, std::string value) {
  FindOrAdd(name).values.push_back(std::move(value));
}

void HeaderSet::Withhold(std::string_view name) { FindOrAdd(name).values.clear(); }

void HeaderSet::Clear(std::string_view name) {
  std::erase_if(fields_, [&](const Field& field) { return net::SameHeaderName(field.name, name); });
}

void HeaderSet::SetDefault(std::string_view name, std::string_view value) {
  if (Find(name) == nullptr) fields_.push_back({std::string(name), {std::string(value)}});
}

std::string_view HeaderSet::Get(std::string_view name) const {
  const Field* field = Find(name);
  return field == nullptr || field->values.empty() ? std::string_view() : field->values[0];
}

HeaderList HeaderSet::Take() {
  HeaderList lines;
  for (Field& field : fields_) {
    for (std::string& value : field.values) lines.push_back({field.name, std::move(value)});
  }
  fields_.clear();
  return lines;
}

const HeaderSet::Field* HeaderSet::Find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (net::SameHeaderName(field.name, name)) return &field;
  }
  return nullptr;
}

HeaderSet::Field& HeaderSet::FindOrAdd(std::string_view name) {
  for (Field& field : fields_) {
    if (net::SameHeaderName(field.name, name)) return field;
  }
  return fields_.emplace_back(Field{std::string(name), {}});
}

}  // namespace sendoff::bindings
