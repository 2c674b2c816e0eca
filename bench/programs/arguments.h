// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff {

// Words of the form name=value, for programs that the suite starts and nobody else.
class Arguments {
 public:
  Arguments(int argc, char** argv) : words_(argv + 1, argv + argc) {}

  std::string Text(std::string_view name, const std::string& otherwise = "") const {
    for (const std::string_view word : words_) {
      if (word.starts_with(name) && word.substr(name.size()).starts_with('=')) {
        return std::string(word.substr(name.size() + 1));
      }
    }
    return otherwise;
  }

  size_t Number(std::string_view name, size_t otherwise) const {
    return std::strtoul(Text(name, std::to_string(otherwise)).c_str(), nullptr, 10);
  }

 private:
  const std::vector<std::string_view> words_;
};

}  // namespace sendoff
