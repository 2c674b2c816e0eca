// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/record.h>
#include <sendoff/result.h>
#include <sendoff/step.h>

#include <string>
#include <vector>

namespace sendoff::cli {

// Where traces go for a value of --otlp: a URL without a path is that of a collector, which has its
// endpoint for traces at /v1/traces. kUsage.
Result<std::string> TraceEndpoint(const std::string& url);

// Sends a run as a trace to such an endpoint, and waits for the answer. What went wrong, or empty.
std::string ExportTrace(const std::string& endpoint, const DeliveryOptions& delivery,
                        const std::string& file, const StepResult& step,
                        const std::vector<Record>& records, const std::string& parent);

}  // namespace sendoff::cli
