// SPDX-License-Identifier: MIT
#include "runtime/snapshot/binding_table.h"

#include "runtime/isolate/lazy_scripts.h"
#include "runtime/isolate/native_memory.h"
#include "runtime/natives/byte_binding.h"
#include "runtime/natives/machine_binding.h"
#include "runtime/natives/module_binding.h"
#include "runtime/natives/step_binding.h"
#include "runtime/natives/store_binding.h"
#include "runtime/natives/text_codec.h"
#include "runtime/natives/value_binding.h"
#include "runtime/step/console.h"
#include "runtime/step/timers.h"

namespace sendoff::runtime {

std::span<const Binding> OwnBindings() {
  static const Binding bindings[] = {kByteBinding,     Console::kBinding, LazyScripts::kBinding,
                                     kMachineBinding,  kModuleBinding,    NativeMemory::kBinding,
                                     kStepBinding,     kStoreBinding,     kTextCodecBinding,
                                     Timers::kBinding, kValueBinding};
  return bindings;
}

}  // namespace sendoff::runtime
