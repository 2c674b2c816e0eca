// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>

#include <string>

namespace sendoff {

// A command line for bash that sends the same request once more by curl: one line of characters
// that can be seen, to be copied. What is redacted in the record is a variable there, which curl is
// not called without: "${SECRET_AUTHORIZATION:?}" for a field's value, or the name of the query key
// or the field of JSON or of a form that it stands behind, else "${SECRET:?}"; where several have
// one name, they are numbered. The variable's value goes where it stands as it is: percent-encoded
// in a URL, escaped in JSON.
//
// kUsage, in words that can follow "no curl command: ", for a request whose body the record has
// only the beginning of, or that no command line can hold.
Result<std::string> CurlCommand(const RecordedRequest& request);

}  // namespace sendoff
