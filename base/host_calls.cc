// SPDX-License-Identifier: MIT
// Compiled with exceptions, as the one file of the library.
#include "base/host_calls.h"

#include <exception>

namespace sendoff {
namespace {

// Callbacks may nest: a record may come of what another's callback did.
thread_local int callbacks_under_way = 0;

}  // namespace

std::optional<std::string> CallHost(void (*call)(void* context), void* context) {
  try {
    call(context);
    return std::nullopt;
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "something that is no std::exception";
  }
}

RecordCallback::RecordCallback() { ++callbacks_under_way; }
RecordCallback::~RecordCallback() { --callbacks_under_way; }
bool RecordCallback::IsUnderWay() { return callbacks_under_way > 0; }

}  // namespace sendoff
