// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::bindings {

// The native half of js/send/request.js: requests whose response the step waits for. A run's host
// must be a SendHost.
extern const runtime::Binding kRequestBinding;

}  // namespace sendoff::bindings
