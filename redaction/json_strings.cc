// SPDX-License-Identifier: MIT
#include "redaction/json_strings.h"

#include <simdjson.h>

namespace sendoff::redaction {
namespace {

bool IsPublicUrl(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://")) &&
         text.find('@') == text.npos;
}

void Collect(simdjson::dom::element value, std::vector<std::string>* strings) {
  std::string_view text;
  simdjson::dom::array list;
  simdjson::dom::object object;
  if (value.get(text) == simdjson::SUCCESS) {
    if (!IsPublicUrl(text)) strings->emplace_back(text);
  } else if (value.get(list) == simdjson::SUCCESS) {
    for (const simdjson::dom::element item : list) Collect(item, strings);
  } else if (value.get(object) == simdjson::SUCCESS) {
    for (const auto& field : object) Collect(field.value, strings);
  }
}

}  // namespace

std::vector<std::string> StringsOfJson(std::string_view text) {
  std::vector<std::string> strings;
  if (!text.starts_with('{') && !text.starts_with('[')) return strings;
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  const std::string copy(text);
  if (parser.parse(copy).get(document) == simdjson::SUCCESS) Collect(document, &strings);
  return strings;
}

}  // namespace sendoff::redaction
