// SPDX-License-Identifier: MIT
#include "carrier/process/lock_in_text.h"

#include <algorithm>

namespace sendoff::carrier {

std::vector<IsolationReport::Layer> ReadLockIn(std::string_view text) {
  constexpr std::string_view kBefore = ": ";  // a reason
  std::vector<IsolationReport::Layer> layers;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const size_t end = line.find(kBefore);
    IsolationReport::Layer& layer = layers.emplace_back();
    layer.name = line.substr(0, end);
    layer.holds = end == line.npos;
    if (!layer.holds) layer.reason = line.substr(end + kBefore.size());
  }
  return layers;
}

}  // namespace sendoff::carrier
