// SPDX-License-Identifier: MIT
#include "runtime/typescript_files.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sendoff::runtime {
namespace {

// Takes ":12" from the front of `text`.
std::optional<int> TakeColonNumber(std::string_view* text) {
  if (!text->starts_with(':')) return std::nullopt;
  int value = 0;
  const char* end = text->data() + text->size();
  const auto [rest, failed] = std::from_chars(text->data() + 1, end, value);
  if (failed != std::errc()) return std::nullopt;
  text->remove_prefix(static_cast<size_t>(rest - text->data()));
  return value;
}

}  // namespace

std::string_view LineOf(std::string_view text, int line) {
  for (; line > 0; --line) {
    const size_t end = text.find('\n');
    if (end == text.npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

std::string PlaceText(std::string_view name, Place place) {
  return std::string(name) + ":" + std::to_string(place.line + 1) + ":" +
         std::to_string(place.column + 1);
}

std::variant<std::string_view, TypeScriptError, Error> TypeScriptFiles::Strip(
    const std::string& name, const std::string& text, const std::function<bool()>& should_stop) {
  auto known = files_.find(name);
  if (known == files_.end()) {
    auto stripped = StripTypes(text, should_stop);
    if (auto* wrong = std::get_if<TypeScriptError>(&stripped)) return std::move(*wrong);
    if (auto* error = std::get_if<Error>(&stripped)) return std::move(*error);
    known = files_.emplace(name, File{text, std::get<StrippedSource>(std::move(stripped))}).first;
  }
  return std::string_view(known->second.made.code);
}

Place TypeScriptFiles::Original(const std::string& name, Place made) const {
  const auto file = files_.find(name);
  if (file == files_.end()) return made;
  return file->second.made.map.Original(made).value_or(made);
}

std::optional<std::string_view> TypeScriptFiles::Line(const std::string& name, int line) const {
  const auto file = files_.find(name);
  if (file == files_.end()) return std::nullopt;
  return LineOf(file->second.text, line);
}

std::string TypeScriptFiles::Frame(std::string frame) const {
  for (const auto& [name, file] : files_) {
    for (size_t at = frame.find(name); at != frame.npos; at = frame.find(name, at + name.size())) {
      if (at > 0 && frame[at - 1] != '(' && frame[at - 1] != ' ') continue;
      std::string_view rest = std::string_view(frame).substr(at + name.size());
      const std::optional<int> line = TakeColonNumber(&rest);
      const std::optional<int> column = line ? TakeColonNumber(&rest) : std::nullopt;
      if (!column) continue;
      const std::string place = PlaceText(name, Original(name, {*line - 1, *column - 1}));
      frame.replace(at, frame.size() - rest.size() - at, place);
    }
  }
  return frame;
}

}  // namespace sendoff::runtime
