// SPDX-License-Identifier: MIT
#include "report/json/time_text.h"

#include <ctime>

namespace sendoff {

std::string ToIso8601(std::chrono::system_clock::time_point time) {
  const auto since_epoch =
      std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
  const std::time_t seconds = since_epoch / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const size_t length = std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
  std::string fraction = std::to_string(1000 + since_epoch % 1000);
  fraction[0] = '.';
  return std::string(text, length) + fraction + "Z";
}

}  // namespace sendoff
