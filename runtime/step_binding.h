// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/binding_table.h"

namespace sendoff::runtime {

// `natives.step`: what js/step.js tells the run.
extern const Binding kStepBinding;

}  // namespace sendoff::runtime
