// SPDX-License-Identifier: MIT
// A run as a trace, for whoever collects traces.
#pragma once

#include <sendoff/record.h>
#include <sendoff/step.h>

#include <string>
#include <vector>

namespace sendoff {
inline namespace v1 {

// A run as OpenTelemetry's collectors take it: the bodies of POSTs to an endpoint for traces of
// OTLP/HTTP, of the type application/json; several where one would have more than some 4 MB, which
// collectors refuse. One span for the run, and below it one for each record,
// by OpenTelemetry's semantic conventions for HTTP clients; what these have no name for begins with
// "sendoff.". `file` is the step's, and `parent` what RunOptions::trace_parent was. Step and
// records are as they may be shown (Redactor).
std::vector<std::string> OtlpTraces(const std::string& file, const StepResult& step,
                                    const std::vector<Record>& records,
                                    const std::string& parent = {});

}  // namespace v1
}  // namespace sendoff
