// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sendoff::request {

// One field of a form.
struct FormField {
  std::string name;
  std::string value;
  bool is_bytes = false;  // it came from a buffer
};

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

}  // namespace sendoff::request
