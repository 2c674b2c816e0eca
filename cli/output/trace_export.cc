// SPDX-License-Identifier: MIT
#include "cli/output/trace_export.h"

#include <sendoff/traces.h>

#include <utility>

#include "engine/host_request.h"
#include "report/terminal/excerpt.h"
#include "report/terminal/report_text.h"

namespace sendoff::cli {

Result<std::string> TraceEndpoint(const std::string& url) {
  auto endpoint = engine::HostUrl(url, "/v1/traces");
  if (endpoint.ok()) return endpoint;
  return Error{ErrorCode::kUsage,
               "--otlp: " + endpoint.error().message + "; such as --otlp http://localhost:4318"};
}

std::string ExportTrace(const std::string& endpoint, const DeliveryOptions& delivery,
                        const std::string& file, const StepResult& step,
                        const std::vector<Record>& records, const std::string& parent) {
  const std::string begin = "--otlp: the trace did not arrive at " + endpoint + ": ";
  for (std::string& body : OtlpTraces(file, step, records, parent)) {
    const auto record =
        engine::PostFromHost(delivery, endpoint, "application/json", std::move(body));
    if (!record.ok()) return begin + record.error().message;
    if (AnsweredWell(*record)) continue;
    if (record->error) return begin + record->error->message;
    const std::string answer = FirstLines(*record->response->body.kept);
    return begin + EndingOf(*record) + (answer.empty() ? "" : ": " + answer);
  }
  return {};
}

}  // namespace sendoff::cli
