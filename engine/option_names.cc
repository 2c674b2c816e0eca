// SPDX-License-Identifier: MIT
#include "engine/option_names.h"

#include <algorithm>

namespace sendoff::engine {

OptionNames::OptionNames(const std::map<std::string, std::string>& names) {
  for (const auto& [name, shown] : names) {
    if (!name.empty()) names_.emplace_back(name, shown);
  }
  // One may begin with another.
  std::stable_sort(names_.begin(), names_.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

void OptionNames::Apply(std::string* message) const {
  for (const auto& [name, shown] : names_) {
    for (size_t at = message->find(name); at != std::string::npos;
         at = message->find(name, at + shown.size())) {
      message->replace(at, name.size(), shown);
    }
  }
}

void OptionNames::Apply(Record* record) const {
  if (record->error) Apply(&record->error->message);
  for (std::string& warning : record->warnings) Apply(&warning);
}

void OptionNames::Apply(StepError* error) const {
  Apply(&error->hint);
  if (error->kind == ErrorCode::kStepThrew) return;
  Apply(&error->message);
  Apply(&error->stack);
}

}  // namespace sendoff::engine
