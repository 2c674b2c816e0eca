// SPDX-License-Identifier: MIT
#include "report/har/har_writer.h"

#include <sendoff/version.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "report/har/har_entry.h"
#include "report/json/time_text.h"

namespace sendoff {

HarWriter::Run& HarWriter::FindRun(std::string_view id, std::string_view step) {
  const auto found = runs_.find(id);
  if (found != runs_.end()) return found->second;
  order_.emplace_back(id);
  Run& run = runs_[order_.back()];
  run.step = step;
  return run;
}

Result<void> HarWriter::Add(std::string_view line) {
  simdjson::dom::parser parser;
  JsonObject object;
  if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) {
    return Error{ErrorCode::kIo, "it is not a JSON object"};
  }
  const std::string_view type = TextOf(object, "type");
  if (type == "run") {
    AddRun(object, line);
  } else if (type.empty() || type == "request") {
    if (!MemberOf<JsonObject>(object, "request")) {
      return Error{ErrorCode::kIo, "it has no `request`"};
    }
    AddRequest(object);
  }
  return {};
}

void HarWriter::AddRun(const JsonObject& object, std::string_view line) {
  Run& run = FindRun(TextOf(object, "run"), TextOf(object, "step"));
  if (std::exchange(run.has_page, true)) return;
  const auto milliseconds = MemberOf<double>(object, "duration_ms").value_or(0);
  const auto duration = std::chrono::nanoseconds(std::llround(milliseconds * 1e6));
  run.first = FromIso8601(TextOf(object, "started_at")).value_or(run.first);
  run.last = std::max(run.last, run.first + duration);
  WritePage(TextOf(object, "run"), run, duration, line);
}

void HarWriter::AddRequest(const JsonObject& record) {
  Run& run = FindRun(TextOf(record, "run"), TextOf(record, "step"));
  const Time start = HarStart(record, run.last);
  if (start != Time() && !run.has_page) {
    run.first = run.first == Time() ? start : std::min(run.first, start);
  }
  run.last = std::max(run.last, start);
  WriteHarEntries(entries_, record, start);
}

void HarWriter::WritePage(std::string_view id, const Run& run,
                          std::optional<std::chrono::nanoseconds> load, std::string_view line) {
  pages_.BeginObject();
  pages_.Member("startedDateTime", ToIso8601(run.first));
  pages_.Member("id", id);
  pages_.Member("title", run.step);
  pages_.Key("pageTimings");
  pages_.BeginObject();
  pages_.Member("onContentLoad", -1);
  pages_.Key("onLoad");
  load ? pages_.Value(*load) : pages_.Value(-1);
  pages_.EndObject();
  if (!line.empty()) {
    pages_.Key("_sendoff");
    pages_.Raw(line);
  }
  pages_.EndObject();
}

std::string HarWriter::Finish() {
  for (const std::string& id : order_) {
    const Run& run = runs_.find(id)->second;
    if (!run.has_page) WritePage(id, run, std::nullopt, {});
  }
  pages_.EndArray();
  entries_.EndArray();
  std::string document = R"({"log":{"version":"1.2","creator":{"name":"sendoff","version":")";
  document.append(SENDOFF_VERSION R"("},"pages":)").append(pages_.text());
  document.append(R"(,"entries":)").append(entries_.text()).append("}}");
  return document;
}

}  // namespace sendoff
