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

// An object's fields, named as axios 1.x names them: what `params` and form bodies of $send.http
// are made of. The rules are axios's, oddities included, because receivers were written against
// them: tests/differential/ compares. Runs the script's getters, toString and toJSON.
//
//   {a: [1, 2]}        a[]=1, a[]=2        {a: {b: 1}}   a[b]=1
//   {a: [{b: 1}]}      a[0][b]=1           {"a{}": {b: 1}}   a{}={"b":1}
bool ReadFormFields(SendCall& call, v8::Local<v8::Object> object, const FormSource& source,
                    std::vector<request::FormField>* fields);

}  // namespace sendoff::bindings
