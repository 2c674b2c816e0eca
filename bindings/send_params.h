// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "bindings/send_call.h"

namespace sendoff::bindings {

// Reads `params` into a query, without its "?", the way axios writes one: `a[]=1` for arrays,
// `a[b]=1` for objects, dates as in JSON, null and undefined left out.
bool ReadParams(SendCall& call, v8::Local<v8::Value> value, std::string* query);

}  // namespace sendoff::bindings
