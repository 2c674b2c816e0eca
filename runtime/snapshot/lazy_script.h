// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff::runtime {

// A bootstrap script that runs when a step first uses what it makes (js/README.md). It stands
// beside the snapshot's heap in the same file: an isolate and a context whose step does without pay
// nothing.
struct LazyScript {
  std::string_view name;          // "url"
  std::string_view source;        // one function expression, pure ASCII
  std::span<const uint8_t> code;  // V8's code cache of it; eight bytes aligned
  uint64_t checksum = 0;          // of source and code; PackLazyScripts computes it
};

// Whether source and code are as they were packed. It reads all of them.
bool IsWhole(const LazyScript& script);

// What they look like in a snapshot file, behind V8's bytes: a table of names, sizes and checksums,
// and then the scripts, which nobody reads who does not use them.
std::vector<uint8_t> PackLazyScripts(std::span<const LazyScript> scripts);

// The size of that table, which the snapshot's checksum is of; empty when it was cut.
std::optional<size_t> LazyScriptTableSize(std::span<const uint8_t> bytes);

// The same scripts, viewing `bytes`, which are eight bytes aligned; empty when they were cut.
std::optional<std::vector<LazyScript>> UnpackLazyScripts(std::span<const uint8_t> bytes);

// The texts of other scripts in the same form.
std::vector<uint8_t> PackTexts(std::span<const std::string> texts);
std::optional<std::vector<std::string_view>> UnpackTexts(std::span<const uint8_t> bytes);

// A file's text as the function that js/core/lazy.js calls.
std::string WrapLazyScript(std::string_view file);

// The source of a wrapped text, without a copy, placed where the file has it. The text outlives the
// isolate.
v8::ScriptCompiler::Source LazyScriptSource(v8::Isolate* isolate, std::string_view name,
                                            std::string_view wrapped,
                                            v8::ScriptCompiler::CachedData* code = nullptr);

}  // namespace sendoff::runtime
