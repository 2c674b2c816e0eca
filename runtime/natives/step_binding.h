// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.step`: what js/step/step.js tells the run.
extern const Binding kStepBinding;

}  // namespace sendoff::runtime
