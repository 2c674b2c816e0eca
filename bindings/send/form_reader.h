// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "bindings/send/send_call.h"
#include "request/form_fields.h"

namespace sendoff::bindings {

// Which object a form is made of, and the most bytes that its names and values may have.
struct FormSource {
  std::string_view path;  // what errors call it: "params"
  uint64_t limit;
  const char* limit_option;  // the member of SendLimits
};

// An object's fields, named as axios names them (js/send/form.js). Runs the script's getters.
bool ReadFormFields(SendCall& call, v8::Local<v8::Value> object, const FormSource& source,
                    std::vector<request::FormField>* fields);

}  // namespace sendoff::bindings
