// SPDX-License-Identifier: MIT
#include "report/page/run_document.h"

#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "report/json/json_writer.h"

namespace sendoff {
namespace {

// The id of the run that the requests are of; a document without requests does not say it.
std::string_view RunOf(const simdjson::dom::array& requests) {
  std::string_view run;
  for (const simdjson::dom::element request : requests) {
    if (request["run"].get(run) == simdjson::SUCCESS) break;
  }
  return run;
}

std::string RunLine(std::string_view run, const simdjson::dom::object& step) {
  JsonWriter json;
  json.BeginObject();
  json.Member("type", "run");
  json.Member("run", run);
  // By their names in the document, and in a log's line.
  for (const auto& [from, to] :
       {std::pair("file", "step"), std::pair("duration_ms", "duration_ms"),
        std::pair("status", "status"), std::pair("return_value", "return_value"),
        std::pair("exports", "exports"), std::pair("error", "error"),
        std::pair("console", "console"), std::pair("warnings", "warnings")}) {
    simdjson::dom::element value;
    if (step[from].get(value) != simdjson::SUCCESS) continue;
    json.Key(to);
    json.Raw(simdjson::minify(value));
  }
  json.EndObject();
  return std::string(json.text());
}

}  // namespace

bool IsRunDocument(std::string_view beginning) {
  for (const std::string_view part : {"{", "\"step\"", ":", "{"}) {
    beginning.remove_prefix(std::min(beginning.find_first_not_of(" \t\r\n"), beginning.size()));
    if (!beginning.starts_with(part)) return false;
    beginning.remove_prefix(part.size());
  }
  return true;
}

Result<void> ReadRunDocument(const std::string& document, PageLines* lines) {
  simdjson::dom::parser parser;
  simdjson::dom::object step;
  simdjson::dom::array requests;
  const auto parsed = parser.parse(document);
  if (parsed["step"].get(step) != simdjson::SUCCESS ||
      parsed["requests"].get(requests) != simdjson::SUCCESS) {
    return Error{ErrorCode::kUsage,
                 "it begins as the document of a run, {\"step\": ..., \"requests\": [...]}, and "
                 "does not go on as one; make it anew"};
  }
  for (const simdjson::dom::element request : requests) lines->Add(simdjson::minify(request));
  lines->Add(RunLine(RunOf(requests), step));
  return {};
}

}  // namespace sendoff
