// SPDX-License-Identifier: MIT
#include "report/har/har_reader.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "base/text_encoding.h"
#include "report/har/foreign_entry.h"
#include "report/har/lone_surrogates.h"
#include "report/json/copied_member.h"
#include "report/json/json_members.h"
#include "report/json/json_writer.h"

namespace sendoff {
namespace {

constexpr std::string_view kExpected =
    R"(expected is what a browser's network panel saves, {"log": {"version": "1.2", "entries": [...]}})";

// The fields of a message in HAR, as the log has them.
void WriteHeaders(JsonWriter& json, const JsonObject& message) {
  json.BeginArray();
  ForEachOf<JsonObject>(message, "headers", [&json](const JsonObject& header) {
    json.BeginArray();
    json.Value(TextOf(header, "name"));
    json.Value(TextOf(header, "value"));
    json.EndArray();
  });
  json.EndArray();
}

// `rest` is what HAR had no place for, `holder` has the text.
void WriteBody(JsonWriter& json, const JsonObject& rest, const std::optional<JsonObject>& holder) {
  json.BeginObject();
  json.Member("size", MemberOf<uint64_t>(rest, "size").value_or(0));
  const bool is_base64 = holder && TextOf(*holder, "encoding") == "base64";
  json.Member(is_base64 ? "base64" : "text", holder ? TextOf(*holder, "text") : std::string_view());
  json.Member("truncated", MemberOf<bool>(rest, "truncated").value_or(false));
  json.EndObject();
}

void WriteMessage(JsonWriter& json, const JsonObject& rest, const JsonObject& message,
                  std::string_view holder) {
  json.BeginObject();
  for (const auto member : rest) {
    if (member.key != "body") CopyMember(json, member.key, member.value);
  }
  json.Key("headers");
  WriteHeaders(json, message);
  json.Key("body");
  const auto body = MemberOf<JsonObject>(rest, "body");
  body ? WriteBody(json, *body, MemberOf<JsonObject>(message, holder)) : json.Null();
  json.EndObject();
}

// The record that HarWriter took apart.
std::string LineOfOwnEntry(const JsonObject& extras, const JsonObject& request,
                           const JsonObject& response) {
  JsonWriter json;
  json.BeginObject();
  for (const auto member : extras) {
    JsonObject rest;
    const bool is_object = member.value.get(rest) == simdjson::SUCCESS;
    if (is_object && member.key == "request") {
      json.Key("request");
      WriteMessage(json, rest, request, "postData");
    } else if (is_object && member.key == "response") {
      json.Key("response");
      WriteMessage(json, rest, response, "content");
    } else {
      CopyMember(json, member.key, member.value);
    }
  }
  json.EndObject();
  return std::string(json.text());
}

// A HAR on its way to the lines of a log.
class Reading {
 public:
  explicit Reading(const JsonObject& log) : log_(log) {
    if (const auto creator = MemberOf<JsonObject>(log, "creator")) {
      tool_ = TextOf(*creator, "name");
    }
    if (tool_.empty()) tool_ = "HAR";
  }

  std::vector<std::string> Lines(const JsonArray& entries) {
    ReadPages();
    FindFirstRequests(entries);
    size_t index = 0;
    for (const simdjson::dom::element entry : entries) AddEntry(entry, index++);
    // A run's line stands behind its requests.
    for (std::string& line : run_lines_) lines_.push_back(std::move(line));
    return std::move(lines_);
  }

 private:
  void ReadPages() {
    ForEachOf<JsonObject>(log_, "pages", [this](const JsonObject& page) {
      titles_[std::string(TextOf(page, "id"))] = TextOf(page, "title");
      const auto run = MemberOf<JsonObject>(page, "_sendoff");
      if (run) run_lines_.push_back(simdjson::minify(*run));
    });
  }

  // Of records with redirects, whose last entry is not what the step had asked for.
  void FindFirstRequests(const JsonArray& entries) {
    for (const simdjson::dom::element element : entries) {
      JsonObject entry;
      if (element.get(entry) != simdjson::SUCCESS) continue;
      const auto extras = MemberOf<JsonObject>(entry, "_sendoff");
      const auto request = MemberOf<JsonObject>(entry, "request");
      if (!extras || !request || MemberOf<uint64_t>(*extras, "hop") != 0) continue;
      first_requests_.emplace(TextOf(*extras, "redirect_of"), *request);
    }
  }

  void AddEntry(const simdjson::dom::element& element, size_t index) {
    JsonObject entry;
    Result<std::string> line = Error{ErrorCode::kIo, "it is no object"};
    if (element.get(entry) == simdjson::SUCCESS) {
      const auto extras = MemberOf<JsonObject>(entry, "_sendoff");
      if (extras && MemberOf<std::string_view>(*extras, "redirect_of")) return;
      line = LineOf(entry, extras);
    }
    if (!line.ok()) {
      line = "log.entries[" + std::to_string(index) + "] cannot be read, " + line.error().message +
             ": " + simdjson::minify(element);
    }
    lines_.push_back(std::move(*line));
  }

  Result<std::string> LineOf(const JsonObject& entry, const std::optional<JsonObject>& extras) {
    const auto request = MemberOf<JsonObject>(entry, "request");
    const auto response = MemberOf<JsonObject>(entry, "response");
    if (extras && request && response && MemberOf<JsonObject>(*extras, "request")) {
      const auto first = first_requests_.find(TextOf(*extras, "id"));
      return LineOfOwnEntry(*extras, first != first_requests_.end() ? first->second : *request,
                            *response);
    }
    std::string run(TextOf(entry, "pageref"));
    if (run.empty()) run = "har";
    const auto title = titles_.find(run);
    const bool is_titled = title != titles_.end() && !title->second.empty();
    const uint64_t seq = next_seq_[run]++;
    return LineOfForeignEntry(entry, {run, is_titled ? title->second : tool_, seq});
  }

  const JsonObject log_;
  std::string tool_;
  std::map<std::string, std::string> titles_;  // of pages, by id
  std::map<std::string_view, JsonObject> first_requests_;
  std::map<std::string, uint64_t> next_seq_;
  std::vector<std::string> run_lines_;
  std::vector<std::string> lines_;
};

}  // namespace

bool LooksLikeHar(std::string_view text) {
  text = WithoutByteOrderMark(text);
  for (const std::string_view word : {"{", "\"log\""}) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
  }
  return true;
}

Result<std::vector<std::string>> LinesOfHar(std::string_view text) {
  text = WithoutByteOrderMark(text);
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  auto status = parser.parse(text.data(), text.size()).get(root);
  if (status == simdjson::STRING_ERROR) {
    const std::string mended = WithoutLoneSurrogates(text);
    status = parser.parse(mended.data(), mended.size()).get(root);
  }
  if (status != simdjson::SUCCESS) {
    return Error{ErrorCode::kIo, "it is no HAR, because it is no JSON: " +
                                     std::string(simdjson::error_message(status)) + "; " +
                                     std::string(kExpected)};
  }
  JsonObject document;
  const bool is_object = root.get(document) == simdjson::SUCCESS;
  const auto log = is_object ? MemberOf<JsonObject>(document, "log") : std::nullopt;
  const auto entries = log ? MemberOf<JsonArray>(*log, "entries") : std::nullopt;
  if (!entries) {
    return Error{ErrorCode::kIo,
                 "it is no HAR: it has no list `log.entries`; " + std::string(kExpected)};
  }
  return Reading(*log).Lines(*entries);
}

}  // namespace sendoff
