// SPDX-License-Identifier: MIT
#include "report/json/run_json.h"

#include <sendoff/json.h>

#include "report/json/record_json.h"
#include "report/json/time_text.h"

namespace sendoff {
namespace {

void WriteError(JsonWriter& json, const StepError& error) {
  json.BeginObject();
  json.Member("name", error.name);
  json.Member("message", error.message);
  json.Member("code", error.code);
  json.Member("stack", error.stack);
  if (!error.hint.empty()) json.Member("hint", error.hint);
  json.Key("cause");
  error.cause ? WriteError(json, *error.cause) : json.Null();
  json.EndObject();
}

void WriteConsole(JsonWriter& json, const std::vector<ConsoleLine>& console) {
  json.BeginArray();
  for (const ConsoleLine& line : console) {
    json.BeginObject();
    json.Member("level", line.level);
    json.Member("time", ToIso8601(line.time));
    json.Member("text", line.text);
    json.EndObject();
  }
  json.EndArray();
}

void WriteFlow(JsonWriter& json, const std::vector<FlowIntent>& flow) {
  json.BeginArray();
  for (const FlowIntent& intent : flow) {
    json.BeginObject();
    json.Member("action", intent.action);
    json.Key("arguments");
    json.Raw(intent.arguments_json);
    json.EndObject();
  }
  json.EndArray();
}

// What the step left, in the words that the log and the document of --json share.
void WriteOutcome(JsonWriter& json, const StepResult& step) {
  json.Member("status", ToString(step.status));
  json.Key("return_value");
  step.return_value_json ? json.Raw(*step.return_value_json) : json.Null();
  json.Key("exports");
  json.Raw(step.exports_json);
}

void WriteAccount(JsonWriter& json, const StepResult& step) {
  json.Key("error");
  step.error ? WriteError(json, *step.error) : json.Null();
  json.Key("console");
  WriteConsole(json, step.console);
  json.Key("warnings");
  WriteTexts(json, step.warnings);
}

void WriteStep(JsonWriter& json, const std::string& file, const StepResult& step) {
  json.BeginObject();
  json.Member("file", file);
  WriteOutcome(json, step);
  json.Key("respond");
  step.respond_json ? json.Raw(*step.respond_json) : json.Null();
  json.Key("flow");
  WriteFlow(json, step.flow);
  WriteAccount(json, step);
  json.Member("duration_ms", step.duration);
  json.EndObject();
}

}  // namespace

void WriteRun(JsonWriter& json, const std::string& file, const StepResult& step) {
  json.BeginObject();
  json.Member("type", "run");
  json.Key("run");
  json.ValueOrNull(step.run);
  json.Key("workflow");
  json.ValueOrNull(step.workflow);
  json.Member("step", file);
  json.Member("started_at", ToIso8601(step.started_at));
  json.Member("duration_ms", step.duration);
  WriteOutcome(json, step);
  WriteAccount(json, step);
  json.EndObject();
}

inline namespace v1 {

std::string ToJson(const std::string& file, const StepResult& step) {
  JsonWriter json;
  WriteRun(json, file, step);
  return std::string(json.text());
}

std::string ToJson(const std::string& file, const StepResult& step,
                   const std::vector<Record>& records) {
  JsonWriter json;
  json.BeginObject();
  json.Key("step");
  WriteStep(json, file, step);
  json.Key("requests");
  json.BeginArray();
  for (const Record& record : records) WriteRecord(json, record);
  json.EndArray();
  json.EndObject();
  return std::string(json.text());
}

}  // namespace v1
}  // namespace sendoff
