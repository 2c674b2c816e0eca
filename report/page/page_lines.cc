// SPDX-License-Identifier: MIT
#include "report/page/page_lines.h"

#include <simdjson.h>

#include <utility>

#include "base/text_encoding.h"
#include "report/json/json_writer.h"

namespace sendoff {
namespace {

constexpr size_t kShownOfDamaged = 500;  // bytes

// Writes {"type": `type`, ...} with the members that `write` adds.
template <class Write>
std::string OwnLine(std::string_view type, Write write) {
  JsonWriter json;
  json.BeginObject();
  json.Member("type", type);
  write(json);
  json.EndObject();
  return std::string(json.text());
}

// What a run's line begins with.
constexpr std::string_view kRunLine = R"({"type":"run",)";

// Whether it is one object, whose values nobody looks at: a step may return integers past 64 bits,
// and what is nested deeper than the parser goes. The page, which reads all again, can take them.
bool IsObject(std::string_view line) {
  simdjson::ondemand::parser parser;
  const simdjson::padded_string padded(line);
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  return parser.iterate(padded).get(document) == simdjson::SUCCESS &&
         document.get_object().get(object) == simdjson::SUCCESS &&
         object.raw_json().error() == simdjson::SUCCESS;
}

std::string_view WithoutBlanks(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t\r");
  if (first == line.npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

struct PageLines::Parser {
  simdjson::dom::parser parser;
};

PageLines::PageLines(Limits limits) : limits_(limits), parser_(std::make_unique<Parser>()) {
  logs_.emplace_back();
}

PageLines::~PageLines() = default;

void PageLines::BeginLog(std::string name) {
  logs_.push_back(std::move(name));
  number_ = 0;
}

void PageLines::Add(std::string_view line) {
  const std::string_view text = WithoutBlanks(line);
  const Type type = TypeOf(text);
  if (type == Type::kDamaged) return AddDamaged(text);
  ++number_;
  if (type != Type::kUnknown) Keep(std::string(text), type == Type::kRequest);
}

PageLines::Type PageLines::TypeOf(std::string_view line) {
  if (line.empty()) return Type::kUnknown;
  simdjson::dom::object object;
  if (parser_->parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) {
    return line.starts_with(kRunLine) && IsObject(line) ? Type::kOther : Type::kDamaged;
  }
  std::string_view type;
  if (object["type"].get(type) == simdjson::SUCCESS) {
    if (type == "request") return Type::kRequest;
    return type == "run" ? Type::kOther : Type::kUnknown;
  }
  // A log of before lines had types; anything else is no log at all.
  simdjson::dom::object request;
  return object["request"].get(request) == simdjson::SUCCESS ? Type::kRequest : Type::kDamaged;
}

void PageLines::AddDamaged(std::string_view beginning) {
  ++number_;
  ++damaged_;
  Keep(OwnLine("damaged",
               [this, beginning](JsonWriter& json) {
                 json.Member("log", logs_.back());
                 json.Member("line", number_);
                 json.Member("text", FirstBytes(beginning, kShownOfDamaged));
               }),
       false);
}

void PageLines::AddSources(const std::string& run,
                           const std::map<std::string, std::string>& lines) {
  if (lines.empty()) return;
  Keep(OwnLine("source",
               [&run, &lines](JsonWriter& json) {
                 json.Member("run", run);
                 json.Key("lines");
                 json.BeginArray();
                 for (const auto& [place, text] : lines) {
                   json.BeginArray();
                   json.Value(std::string_view(place));
                   json.Value(std::string_view(text));
                   json.EndArray();
                 }
                 json.EndArray();
               }),
       false);
}

void PageLines::Keep(std::string text, bool is_request) {
  bytes_ += text.size();
  requests_ += is_request ? 1 : 0;
  lines_.push_back({std::move(text), is_request, logs_.size() - 1, number_});
  while (requests_ > limits_.requests || (bytes_ > limits_.bytes && lines_.size() > 1)) DropFirst();
}

void PageLines::DropFirst() {
  const Line& line = lines_.front();
  bytes_ -= line.text.size();
  if (line.is_request) {
    --requests_;
    ++left_out_.requests;
  }
  left_out_.log = logs_[line.log];
  left_out_.line = line.number;
  left_out_.others = line.log > 1;
  lines_.pop_front();
}

std::string PageLines::Take(std::string_view advice) {
  std::string text;
  text.reserve(bytes_ + lines_.size() + 4096);
  for (const std::string& name : logs_) {
    if (name.empty()) continue;
    text += OwnLine("log", [&name](JsonWriter& json) { json.Member("name", name); }) + '\n';
  }
  if (left_out_.line > 0) {
    text += OwnLine("left_out", [this, advice](JsonWriter& json) {
      json.Member("requests", left_out_.requests);
      json.Member("advice", advice);
    });
    text += '\n';
  }
  for (; !lines_.empty(); lines_.pop_front()) (text += lines_.front().text) += '\n';
  return text;
}

}  // namespace sendoff
