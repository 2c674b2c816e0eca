// SPDX-License-Identifier: MIT
#include <sendoff/inprocess.h>

#include <memory>
#include <utility>

#include "carrier/thread/thread_carrier.h"
#include "engine/in_process_runs.h"

namespace sendoff {
inline namespace v1 {

Result<IsolationOptions> InProcess(const IsolateOptions& isolates) {
  auto carrier = carrier::ThreadCarrier::Create(isolates);
  if (!carrier.ok()) return std::move(carrier.error());
  return IsolationOptions{.isolation = Isolation::kThread,
                          .threads = std::make_shared<InProcessRuns>(std::move(*carrier))};
}

}  // namespace v1
}  // namespace sendoff
