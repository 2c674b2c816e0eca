// SPDX-License-Identifier: MIT
#include "sources/typescript_files.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "sources/kept_types.h"

namespace sendoff::sources {
namespace {

// Takes ":12" from the front of `text`. It may be anything: a step chooses how its functions are
// called.
std::optional<int> TakeColonNumber(std::string_view* text) {
  if (!text->starts_with(':')) return std::nullopt;
  int value = 0;
  const char* end = text->data() + text->size();
  const auto [rest, failed] = std::from_chars(text->data() + 1, end, value);
  if (failed != std::errc() || value < 1) return std::nullopt;
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
    const std::string& name, const std::string& text, const Stripper& strip) {
  auto known = files_.find(name);
  if (known == files_.end() ||
      (known->second.stripped() == nullptr && known->second.text != text)) {
    auto made = StripTypesOnce(text, kept_, strip);
    if (auto* error = std::get_if<Error>(&made)) return std::move(*error);
    known = files_.insert_or_assign(name, File{text, std::get<0>(std::move(made))}).first;
  }
  if (const StrippedSource* stripped = known->second.stripped()) {
    return std::string_view(stripped->code);
  }
  return std::get<TypeScriptError>(*known->second.made);
}

const TypeScriptFiles::File* TypeScriptFiles::Find(const std::string& name) const {
  const auto file = files_.find(name);
  return file != files_.end() && file->second.stripped() != nullptr ? &file->second : nullptr;
}

Place TypeScriptFiles::Original(const std::string& name, Place made) const {
  const File* file = Find(name);
  return file != nullptr ? file->stripped()->map.Original(made).value_or(made) : made;
}

std::optional<std::string_view> TypeScriptFiles::Line(const std::string& name, int line) const {
  const File* file = Find(name);
  if (file == nullptr) return std::nullopt;
  return LineOf(file->text, line);
}

std::string TypeScriptFiles::Frames(std::string frames) const {
  for (const auto& [name, file] : files_) {
    if (file.stripped() == nullptr) continue;
    for (size_t at = frames.find(name); at != frames.npos;
         at = frames.find(name, at + name.size())) {
      if (at > 0 && frames[at - 1] != '(' && frames[at - 1] != ' ') continue;
      std::string_view rest = std::string_view(frames).substr(at + name.size());
      const std::optional<int> line = TakeColonNumber(&rest);
      const std::optional<int> column = line ? TakeColonNumber(&rest) : std::nullopt;
      if (!column) continue;
      const std::string place = PlaceText(name, Original(name, {*line - 1, *column - 1}));
      frames.replace(at, frames.size() - rest.size() - at, place);
    }
  }
  return frames;
}

}  // namespace sendoff::sources
