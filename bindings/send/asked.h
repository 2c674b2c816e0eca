// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include "request/option_table.h"

namespace sendoff::bindings {

// What a script asks for, each value read once by js/send/send.js: the arguments of a native
// function, one for each row of request/option_table.h. What it does not say is undefined.
class Asked {
 public:
  // As good as `info`.
  explicit Asked(const v8::FunctionCallbackInfo<v8::Value>& info) : info_(info) {}

  v8::Local<v8::Value> operator[](request::Option option) const {
    return info_[static_cast<int>(option)];
  }

 private:
  const v8::FunctionCallbackInfo<v8::Value>& info_;
};

}  // namespace sendoff::bindings
