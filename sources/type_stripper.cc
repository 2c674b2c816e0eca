// SPDX-License-Identifier: MIT
#include "sources/type_stripper.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/base64.h"
#include "sources/esbuild.h"

namespace sendoff::sources {
namespace {

// What the oldest V8 understands; newer syntax is made from older.
const std::array<std::string, 8> kArguments = {"--loader=ts",
                                               "--target=es2022",
                                               "--charset=utf8",
                                               "--sourcemap=inline",
                                               "--sources-content=false",
                                               "--sourcefile=step.ts",
                                               "--log-level=error",
                                               "--color=false"};

constexpr std::string_view kMapComment = "//# sourceMappingURL=data:application/json;base64,";

// Around the old form, whose `return` esbuild takes in no module, and whose `await` only in one.
constexpr std::string_view kOpenFunction = "async () => {\n";
constexpr std::string_view kCloseFunction = "};\n";
constexpr std::string_view kReturnRefused = "Top-level return cannot be used";

Error Unusable(const std::string& why) {
  return {ErrorCode::kIo, "esbuild, which strips the types of TypeScript, " + why};
}

// The last comment is esbuild's own: it keeps none of the author's after it. None where there is
// none, which means that it did not come to its end.
std::optional<StrippedSource> ReadOutput(std::string text) {
  const size_t comment = text.rfind(kMapComment);
  if (comment == text.npos) return std::nullopt;
  std::string_view map_text = std::string_view(text).substr(comment + kMapComment.size());
  map_text = map_text.substr(0, map_text.find('\n'));
  const std::optional<std::string> json = FromBase64(map_text);
  if (!json) return std::nullopt;
  // No string of the document can contain this: its quotes would be escaped.
  constexpr std::string_view kKey = "\"mappings\": \"";
  const size_t key = json->find(kKey);
  if (key == json->npos) return std::nullopt;
  std::string_view mappings = std::string_view(*json).substr(key + kKey.size());
  mappings = mappings.substr(0, mappings.find('"'));
  std::optional<SourceMap> map = SourceMap::Parse(mappings);
  if (!map) return std::nullopt;
  text.resize(comment);
  return StrippedSource{std::move(text), std::move(*map)};
}

// Takes "12:" from the front of `text`.
std::optional<int> TakeCount(std::string_view* text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (failed != std::errc() || end == text->data() + text->size() || *end != ':') {
    return std::nullopt;
  }
  text->remove_prefix(static_cast<size_t>(end - text->data()) + 1);
  return value;
}

// The first complaint:
//
//   X [ERROR] what is wrong
//
//       step.ts:2:9:
std::optional<TypeScriptError> ReadComplaint(std::string_view text) {
  constexpr std::string_view kMark = "[ERROR] ";
  constexpr std::string_view kPlace = "\n\n    step.ts:";
  const size_t mark = text.find(kMark);
  if (mark == text.npos) return std::nullopt;
  text.remove_prefix(mark + kMark.size());
  const size_t place = text.find(kPlace);
  if (place == text.npos) return std::nullopt;
  TypeScriptError error = {std::string(text.substr(0, place)), {0, 0}};
  text.remove_prefix(place + kPlace.size());
  const std::optional<int> line = TakeCount(&text);
  const std::optional<int> column = line ? TakeCount(&text) : std::nullopt;
  if (!column || *line < 1 || *column < 0) return std::nullopt;
  error.place = {*line - 1, *column};
  return error;
}

// Takes the function off again that was put around the old form.
bool Unwrap(StrippedSource* stripped) {
  std::string& code = stripped->code;
  if (!code.starts_with(kOpenFunction) || !code.ends_with(kCloseFunction)) return false;
  code.resize(code.size() - kCloseFunction.size());
  code.erase(0, kOpenFunction.size());
  stripped->map.DropFirstLine();
  return true;
}

std::variant<StrippedSource, TypeScriptError, Error> Run(std::string_view source,
                                                         const std::function<bool()>& should_stop) {
  Result<ProcessOutput> output = RunEsbuild(kArguments, source, should_stop);
  if (!output.ok()) return std::move(output).error();
  if (std::optional<StrippedSource> stripped = ReadOutput(std::move(output->out))) {
    return std::move(*stripped);
  }
  if (std::optional<TypeScriptError> error = ReadComplaint(output->err)) return std::move(*error);
  // It says why in the first line, before its stacks.
  const std::string why = output->err.substr(0, output->err.find('\n'));
  return Unusable("did not come to its end" + (why.empty() ? why : ": " + why));
}

}  // namespace

bool IsTypeScript(std::string_view path) {
  return path.ends_with(".ts") || path.ends_with(".mts") || path.ends_with(".cts");
}

std::variant<StrippedSource, TypeScriptError, Error> StripTypes(
    std::string_view source, const std::function<bool()>& should_stop) {
  auto result = Run(source, should_stop);
  const auto* error = std::get_if<TypeScriptError>(&result);
  if (error == nullptr || !error->message.starts_with(kReturnRefused)) return result;
  auto as_function = Run(
      std::string(kOpenFunction).append(source).append("\n").append(kCloseFunction), should_stop);
  auto* stripped = std::get_if<StrippedSource>(&as_function);
  if (stripped == nullptr || !Unwrap(stripped)) return result;
  return as_function;
}

}  // namespace sendoff::sources
