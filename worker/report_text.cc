// SPDX-License-Identifier: MIT
#include "worker/report_text.h"

namespace sendoff::worker {

std::string ToText(const LockInReport& report) {
  std::string text;
  for (size_t i = 0; i < kLayerCount; ++i) {
    const auto layer = static_cast<Layer>(i);
    const LockInReport::State& state = report[layer];
    text += LayerName(layer);
    if (!state.held) text.append(": ").append(state.detail);
    text += '\n';
  }
  return text;
}

}  // namespace sendoff::worker
