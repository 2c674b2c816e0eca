// SPDX-License-Identifier: MIT
#include "runtime/snapshot/lazy_script.h"

#include <cstring>
#include <utility>

#include "base/check.h"
#include "runtime/snapshot/checksum.h"
#include "runtime/v8/static_text.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr std::string_view kPrefix =
    "(function (natives, primordials, internals, need) {'use strict';";
constexpr std::string_view kSuffix = "\n})";

constexpr size_t kAlignment = 8;  // V8 copies a code cache that is not

// The table begins with its size in bytes, and has for each script one of these and its name.
struct Row {
  uint64_t name_size;
  uint64_t source_size;
  uint64_t code_size;
  uint64_t checksum;
};

size_t Padded(size_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

void Append(std::vector<uint8_t>* file, const void* bytes, size_t size) {
  const auto* begin = static_cast<const uint8_t*>(bytes);
  file->insert(file->end(), begin, begin + size);
  file->resize(Padded(file->size()));
}

// Takes so many bytes, and what fills them up, from the front; empty when there are fewer.
std::optional<std::span<const uint8_t>> Take(std::span<const uint8_t>* bytes, uint64_t size) {
  if (size > bytes->size() || Padded(size) > bytes->size()) return std::nullopt;
  const std::span<const uint8_t> taken = bytes->first(size);
  *bytes = bytes->subspan(Padded(size));
  return taken;
}

std::string_view Text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const uint8_t> Bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

uint64_t ChecksumOf(const LazyScript& script) {
  return Checksum(script.code, Checksum(Bytes(script.source)));
}

}  // namespace

bool IsWhole(const LazyScript& script) { return script.checksum == ChecksumOf(script); }

std::vector<uint8_t> PackLazyScripts(std::span<const LazyScript> scripts) {
  std::vector<uint8_t> file(sizeof(uint64_t));
  for (const LazyScript& script : scripts) {
    const Row row{script.name.size(), script.source.size(), script.code.size(), ChecksumOf(script)};
    Append(&file, &row, sizeof(row));
    Append(&file, script.name.data(), script.name.size());
  }
  const uint64_t table_size = file.size();
  std::memcpy(file.data(), &table_size, sizeof(table_size));
  for (const LazyScript& script : scripts) {
    Append(&file, script.source.data(), script.source.size());
    Append(&file, script.code.data(), script.code.size());
  }
  return file;
}

std::optional<size_t> LazyScriptTableSize(std::span<const uint8_t> bytes) {
  uint64_t size;
  if (bytes.size() < sizeof(size)) return std::nullopt;
  std::memcpy(&size, bytes.data(), sizeof(size));
  if (size < sizeof(size) || size > bytes.size() || size % kAlignment != 0) return std::nullopt;
  return size;
}

std::optional<std::vector<LazyScript>> UnpackLazyScripts(std::span<const uint8_t> bytes) {
  const std::optional<size_t> table_size = LazyScriptTableSize(bytes);
  if (!table_size) return std::nullopt;
  std::span<const uint8_t> table = bytes.subspan(sizeof(uint64_t), *table_size - sizeof(uint64_t));
  std::span<const uint8_t> bodies = bytes.subspan(*table_size);
  std::vector<LazyScript> scripts;
  while (!table.empty()) {
    const auto fields = Take(&table, sizeof(Row));
    if (!fields) return std::nullopt;
    Row row;
    std::memcpy(&row, fields->data(), sizeof(row));
    const auto name = Take(&table, row.name_size);
    const auto source = Take(&bodies, row.source_size);
    const auto code = Take(&bodies, row.code_size);
    if (!name || !source || !code) return std::nullopt;
    scripts.push_back({Text(*name), Text(*source), *code, row.checksum});
  }
  if (!bodies.empty()) return std::nullopt;
  return scripts;
}

std::vector<uint8_t> PackTexts(std::span<const std::string> texts) {
  std::vector<LazyScript> scripts;
  for (const std::string& text : texts) scripts.push_back({.source = text});
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
