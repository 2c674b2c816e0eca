// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bindings/send_call.h"

namespace sendoff::bindings {

// One field of a form.
struct FormField {
  std::string name;
  std::string value;
  bool is_bytes = false;  // it came from a buffer
};

// Which object a form is made of, and the most bytes that its names and values may have.
struct FormSource {
  std::string_view path;  // what errors call it: "params"
  uint64_t limit;
  const char* limit_option;  // the member of SendLimits
};

// An object's fields, named as axios names them (js/form.js). Runs the script's getters.
bool ReadFormFields(SendCall& call, v8::Local<v8::Value> object, const FormSource& source,
                    std::vector<FormField>* fields);

// As axios writes a query: encodeURIComponent, and then `:`, `$`, `,` and spaces (as +) put back.
std::string WriteQuery(const std::vector<FormField>& fields);

// application/x-www-form-urlencoded, as the WHATWG URL standard serialises it.
std::string WriteUrlEncoded(const std::vector<FormField>& fields);

// multipart/form-data (RFC 7578) with `boundary`, which must not occur in the fields.
std::string WriteMultipart(const std::vector<FormField>& fields, std::string_view boundary);

// A name inside the quotes of Content-Disposition (RFC 7578 section 2, WHATWG HTML).
std::string QuotedName(std::string_view name);

// A boundary that cannot be guessed, and so cannot occur in a field on purpose.
std::string NewBoundary();

}  // namespace sendoff::bindings
