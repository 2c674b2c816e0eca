// SPDX-License-Identifier: MIT
#include "runtime/snapshot/script_texts.h"

#include "base/check.h"
#include "runtime/v8/static_text.h"

namespace sendoff::runtime {

// One for all isolates, so that none may delete it.
class ScriptTexts::Text final : public StaticText {
 public:
  using StaticText::StaticText;

 private:
  void Dispose() override {}
};

ScriptTexts::ScriptTexts(std::span<const std::string_view> texts) {
  for (const std::string_view text : texts) texts_.push_back(std::make_unique<Text>(text));
}
ScriptTexts::~ScriptTexts() = default;
ScriptTexts::ScriptTexts(ScriptTexts&&) noexcept = default;
ScriptTexts& ScriptTexts::operator=(ScriptTexts&&) noexcept = default;

v8::Local<v8::String> ScriptTexts::String(v8::Isolate* isolate, size_t index) const {
  v8::Local<v8::String> string;
  SENDOFF_CHECK(v8::String::NewExternalOneByte(isolate, texts_[index].get()).ToLocal(&string));
  return string;
}

std::vector<intptr_t> ScriptTexts::Addresses() const {
  std::vector<intptr_t> addresses;
  for (const auto& text : texts_) addresses.push_back(reinterpret_cast<intptr_t>(text.get()));
  return addresses;
}

}  // namespace sendoff::runtime
