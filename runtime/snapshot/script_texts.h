// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace sendoff::runtime {

// The texts of the bootstrap scripts. In a snapshot's heap stand only their numbers, so that all
// isolates of a process read the same ones. Immutable; safe from any thread. It, and what it views,
// outlives the isolates.
class ScriptTexts {
 public:
  explicit ScriptTexts(std::span<const std::string_view> texts);
  ~ScriptTexts();
  ScriptTexts(ScriptTexts&&) noexcept;
  ScriptTexts& operator=(ScriptTexts&&) noexcept;

  // A string that is that text.
  v8::Local<v8::String> String(v8::Isolate* isolate, size_t index) const;

  // What V8 writes into a snapshot by index; see ExternalReferences.
  std::vector<intptr_t> Addresses() const;

 private:
  class Text;
  std::vector<std::unique_ptr<Text>> texts_;
};

}  // namespace sendoff::runtime
