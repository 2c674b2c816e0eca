// SPDX-License-Identifier: MIT
#include "runtime/binding_table.h"

#include "runtime/byte_binding.h"
#include "runtime/console.h"
#include "runtime/lazy_scripts.h"
#include "runtime/machine_binding.h"
#include "runtime/module_binding.h"
#include "runtime/native_memory.h"
#include "runtime/step_binding.h"
#include "runtime/store_binding.h"
#include "runtime/text_codec.h"
#include "runtime/timers.h"
#include "runtime/value_binding.h"

namespace sendoff::runtime {

std::span<const Binding> OwnBindings() {
  static const Binding bindings[] = {kByteBinding,     Console::kBinding, LazyScripts::kBinding,
                                     kMachineBinding,  kModuleBinding,    NativeMemory::kBinding,
                                     kStepBinding,     kStoreBinding,     kTextCodecBinding,
                                     Timers::kBinding, kValueBinding};
  return bindings;
}

}  // namespace sendoff::runtime
