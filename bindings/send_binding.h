// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::bindings {

// The way of js/send/send.js to the native half of $send.http, as the table that templates and
// snapshot are made from. A run's host must be a SendHost.
extern const runtime::Binding kSendBinding;

}  // namespace sendoff::bindings
