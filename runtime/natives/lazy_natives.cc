// SPDX-License-Identifier: MIT
#include "runtime/natives/lazy_natives.h"

#include "base/check.h"
#include "runtime/natives/async_binding.h"
#include "runtime/natives/brotli_binding.h"
#include "runtime/natives/library_binding.h"
#include "runtime/natives/node_buffer_binding.h"
#include "runtime/natives/zlib_binding.h"

namespace sendoff::runtime {

const Binding& LazyNatives(std::string_view name) {
  static const Binding* const bindings[] = {&kAsyncBinding, &kBrotliBinding, &kLibraryBinding,
                                            &kNodeBufferBinding, &kZlibBinding};
  for (const Binding* binding : bindings) {
    if (binding->name == name) return *binding;
  }
  SENDOFF_CHECK(false);
}

}  // namespace sendoff::runtime
