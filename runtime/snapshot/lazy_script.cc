// SPDX-License-Identifier: MIT
#include "runtime/snapshot/lazy_script.h"

#include <cstring>
#include <utility>

#include "base/check.h"
#include "runtime/v8/static_text.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr std::string_view kPrefix =
    "(function (natives, primordials, internals, need) {'use strict';";
constexpr std::string_view kSuffix = "\n})";

constexpr size_t kAlignment = 8;  // V8 copies a code cache that is not
constexpr size_t kLengths = 3;    // of name, source and code; they stand before them

size_t Padded(size_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

void Append(std::vector<uint8_t>* file, const void* bytes, size_t size) {
  const auto* begin = static_cast<const uint8_t*>(bytes);
  file->insert(file->end(), begin, begin + size);
  file->resize(Padded(file->size()));
}

std::string_view Text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::vector<uint8_t> PackLazyScripts(std::span<const LazyScript> scripts) {
  std::vector<uint8_t> file;
  for (const LazyScript& script : scripts) {
    const uint64_t lengths[kLengths] = {script.name.size(), script.source.size(),
                                        script.code.size()};
    Append(&file, lengths, sizeof(lengths));
    Append(&file, script.name.data(), script.name.size());
    Append(&file, script.source.data(), script.source.size());
    Append(&file, script.code.data(), script.code.size());
  }
  return file;
}

std::optional<std::vector<LazyScript>> UnpackLazyScripts(std::span<const uint8_t> bytes) {
  std::vector<LazyScript> scripts;
  while (!bytes.empty()) {
    uint64_t lengths[kLengths];
    if (bytes.size() < sizeof(lengths)) return std::nullopt;
    std::memcpy(lengths, bytes.data(), sizeof(lengths));
    bytes = bytes.subspan(sizeof(lengths));
    std::span<const uint8_t> parts[kLengths];
    for (size_t i = 0; i < kLengths; ++i) {
      if (lengths[i] > bytes.size() || Padded(lengths[i]) > bytes.size()) return std::nullopt;
      parts[i] = bytes.first(lengths[i]);
      bytes = bytes.subspan(Padded(lengths[i]));
    }
    scripts.push_back({Text(parts[0]), Text(parts[1]), parts[2]});
  }
  return scripts;
}

std::vector<uint8_t> PackTexts(std::span<const std::string> texts) {
  std::vector<LazyScript> scripts;
  for (const std::string& text : texts) scripts.push_back({"", text, {}});
  return PackLazyScripts(scripts);
}

std::optional<std::vector<std::string_view>> UnpackTexts(std::span<const uint8_t> bytes) {
  const auto scripts = UnpackLazyScripts(bytes);
  if (!scripts) return std::nullopt;
  std::vector<std::string_view> texts;
  for (const LazyScript& script : *scripts) texts.push_back(script.source);
  return texts;
}

std::string WrapLazyScript(std::string_view file) {
  std::string wrapped(kPrefix);
  wrapped.append(file).append(kSuffix);
  return wrapped;
}

v8::ScriptCompiler::Source LazyScriptSource(v8::Isolate* isolate, std::string_view name,
                                            std::string_view wrapped,
                                            v8::ScriptCompiler::CachedData* code) {
  v8::Local<v8::String> text;
  auto* resource = new StaticText(wrapped);  // V8 deletes it, which clang's analyzer cannot know
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks)
  SENDOFF_CHECK(v8::String::NewExternalOneByte(isolate, resource).ToLocal(&text));
  const std::string file = "sendoff:" + std::string(name) + ".js";
  return v8::ScriptCompiler::Source(
      text, MakeOrigin(isolate, Literal(isolate, file), false, -static_cast<int>(kPrefix.size())),
      code);
}

}  // namespace sendoff::runtime
