// SPDX-License-Identifier: MIT
#include "cli/output/trace_export.h"

#include <sendoff/traces.h>

#include "engine/host_request.h"
#include "report/terminal/excerpt.h"
#include "report/terminal/report_text.h"

namespace sendoff::cli {

Result<std::string> TraceEndpoint(const std::string& url) {
  const Result<void> good = engine::CheckHostUrl(url);
  if (!good.ok()) {
    return Error{ErrorCode::kUsage,
                 "--otlp: " + good.error().message + "; such as --otlp http://localhost:4318"};
  }
  const size_t path = url.find('/', url.find("://") + 3);
  if (path == std::string::npos) return url + "/v1/traces";
  return path + 1 == url.size() ? url + "v1/traces" : url;
}

std::string ExportTrace(const std::string& endpoint, const DeliveryOptions& delivery,
                        const std::string& file, const StepResult& step,
                        const std::vector<Record>& records, const std::string& parent) {
  const std::string begin = "--otlp: the trace did not arrive at " + endpoint + ": ";
  const auto record = engine::PostFromHost(delivery, endpoint, "application/json",
                                           OtlpTraces(file, step, records, parent));
  if (!record.ok()) return begin + record.error().message;
  if (AnsweredWell(*record)) return {};
  if (record->error) return begin + record->error->message;
  const std::string answer = FirstLines(*record->response->body.kept);
  return begin + EndingOf(*record) + (answer.empty() ? "" : ": " + answer);
}

}  // namespace sendoff::cli
