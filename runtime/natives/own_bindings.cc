// SPDX-License-Identifier: MIT
#include "runtime/natives/own_bindings.h"

#include "runtime/natives/buffer_binding.h"
#include "runtime/natives/byte_binding.h"
#include "runtime/natives/console_binding.h"
#include "runtime/natives/lazy_binding.h"
#include "runtime/natives/machine_binding.h"
#include "runtime/natives/memory_binding.h"
#include "runtime/natives/module_binding.h"
#include "runtime/natives/step_binding.h"
#include "runtime/natives/store_binding.h"
#include "runtime/natives/text_codec.h"
#include "runtime/natives/timer_binding.h"
#include "runtime/natives/value_binding.h"

namespace sendoff::runtime {

std::span<const Binding> OwnBindings() {
  static const Binding bindings[] = {kBufferBinding,    kByteBinding,    kConsoleBinding,
                                     kLazyBinding,      kMachineBinding, kMemoryBinding,
                                     kModuleBinding,    kStepBinding,    kStoreBinding,
                                     kTextCodecBinding, kTimerBinding,   kValueBinding};
  return bindings;
}

}  // namespace sendoff::runtime
