// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <string_view>

namespace sendoff::runtime {

// ASCII text that V8 reads where it is: no isolate has a copy of it. The text outlives the isolate;
// V8 deletes this with the last string made of it.
class StaticText : public v8::String::ExternalOneByteStringResource {
 public:
  explicit StaticText(std::string_view text) : text_(text) {}
  const char* data() const override { return text_.data(); }
  size_t length() const override { return text_.size(); }

 private:
  const std::string_view text_;
};

}  // namespace sendoff::runtime
