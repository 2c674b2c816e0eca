// SPDX-License-Identifier: MIT
#include "cli/doctor/doctor_json.h"

#include <string_view>

#include "report/json/json_writer.h"

namespace sendoff::cli {
namespace {

void TextOrNull(JsonWriter& json, std::string_view key, std::string_view text) {
  json.Key(key);
  json.ValueOrNull(text);
}

void MostOrNull(JsonWriter& json, std::string_view key, const Most& most) {
  json.Key(key);
  most ? json.Value(*most) : json.Null();
}

// What both ways have.
void Tried(JsonWriter& json, const Trial& trial) {
  json.Member("ok", trial.is_good());
  TextOrNull(json, "error", trial.fault);
  json.Key("ready_ms");
  trial.is_good() ? json.Value(trial.time) : json.Null();
}

void Layers(JsonWriter& json, const std::vector<IsolationReport::Layer>& layers) {
  json.Key("layers");
  json.BeginArray();
  for (const IsolationReport::Layer& layer : layers) {
    json.BeginObject();
    json.Member("name", std::string_view(layer.name));
    json.Member("holds", layer.holds);
    TextOrNull(json, "reason", layer.reason);
    TextOrNull(json, "advice", layer.holds ? "" : AdviceFor(layer, layers));
    json.EndObject();
  }
  json.EndArray();
}

void Processes(JsonWriter& json, const Trial& trial) {
  const IsolationReport& report = trial.report;
  json.Key("processes");
  json.BeginObject();
  Tried(json, trial);
  TextOrNull(json, "worker", report.worker);
  TextOrNull(json, "v8", report.v8);
  json.Key("program_ms");
  trial.is_good() ? json.Value(report.program_start) : json.Null();
  json.Key("worker_ms");
  trial.is_good() ? json.Value(report.worker_start) : json.Null();
  Layers(json, report.layers);
  json.EndObject();
}

void Own(JsonWriter& json, std::string_view key, const OwnLimit& limit) {
  json.Key(key);
  json.BeginObject();
  MostOrNull(json, "soft", limit.soft);
  MostOrNull(json, "hard", limit.hard);
  json.EndObject();
}

void Network(JsonWriter& json, const Machine& machine) {
  json.Key("network");
  json.BeginObject();
  json.Key("name_servers");
  json.BeginArray();
  for (const std::string& server : machine.name_servers) json.Value(std::string_view(server));
  json.EndArray();
  TextOrNull(json, "name_servers_error", machine.name_servers_fault);
  TextOrNull(json, "roots_file", machine.roots_file);
  TextOrNull(json, "roots_folder", machine.roots_folder);
  json.EndObject();
}

void Limits(JsonWriter& json, const Machine& machine) {
  json.Key("limits");
  json.BeginObject();
  json.Member("processors", machine.processors);
  json.Member("memory_bytes", machine.memory_bytes);
  json.Member("free_memory_bytes", machine.free_memory_bytes);
  Own(json, "descriptors", machine.descriptors);
  Own(json, "tasks", machine.tasks);
  json.Key("group");
  json.BeginObject();
  MostOrNull(json, "memory_bytes", machine.group.memory_bytes);
  MostOrNull(json, "tasks", machine.group.tasks);
  MostOrNull(json, "cpu_percent", machine.group.cpu_percent);
  json.EndObject();
  json.EndObject();
}

}  // namespace

std::string DoctorJson(const Diagnosis& diagnosis) {
  const Machine& machine = diagnosis.machine;
  JsonWriter json;
  json.BeginObject();
  json.Member("ok", diagnosis.is_good());
  json.Member("sendoff", std::string_view(diagnosis.sendoff));
  json.Member("v8", std::string_view(diagnosis.v8));
  json.Key("threads");
  json.BeginObject();
  Tried(json, diagnosis.threads);
  json.EndObject();
  Processes(json, diagnosis.processes);
  json.Key("machine");
  json.BeginObject();
  TextOrNull(json, "system", machine.system);
  json.Member("kernel", std::string_view(machine.kernel));
  json.Member("architecture", std::string_view(machine.architecture));
  json.Member("landlock", machine.landlock);
  json.Member("time_zone", std::string_view(machine.time_zone));
  json.Member("time_offset", std::string_view(machine.time_offset));
  json.EndObject();
  Network(json, machine);
  Limits(json, machine);
  json.EndObject();
  return std::string(json.text());
}

}  // namespace sendoff::cli
