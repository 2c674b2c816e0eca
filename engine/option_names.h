// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/step.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sendoff::engine {

// DeliveryOptions::option_names: what messages say instead of the names that the library has for
// its options. Any thread.
class OptionNames {
 public:
  explicit OptionNames(const std::map<std::string, std::string>& names);

  void Apply(std::string* message) const;

  // In the error and the warnings.
  void Apply(Record* record) const;

  // In its hint, and in an error of sendoff's own; not in one that the step threw.
  void Apply(StepError* error) const;

 private:
  std::vector<std::pair<std::string, std::string>> names_;  // the longest first
};

}  // namespace sendoff::engine
