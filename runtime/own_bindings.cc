// SPDX-License-Identifier: MIT
#include "runtime/binding_table.h"

#include "runtime/console.h"
#include "runtime/module_binding.h"
#include "runtime/step_binding.h"
#include "runtime/store_binding.h"
#include "runtime/timers.h"
#include "runtime/value_binding.h"

namespace sendoff::runtime {

std::span<const Binding> OwnBindings() {
  static const Binding bindings[] = {Console::kBinding, kModuleBinding,   kStepBinding,
                                     kStoreBinding,     Timers::kBinding, kValueBinding};
  return bindings;
}

}  // namespace sendoff::runtime
