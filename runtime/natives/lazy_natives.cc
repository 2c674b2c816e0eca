// SPDX-License-Identifier: MIT
#include "runtime/natives/lazy_natives.h"

#include "base/check.h"
#include "runtime/natives/async_binding.h"
#include "runtime/natives/crypto_cipher_binding.h"
#include "runtime/natives/crypto_derivation_binding.h"
#include "runtime/natives/crypto_digest_binding.h"
#include "runtime/natives/crypto_key_binding.h"
#include "runtime/natives/crypto_signature_binding.h"
#include "runtime/natives/library_binding.h"
#include "runtime/natives/node_buffer_binding.h"

namespace sendoff::runtime {

const Binding& LazyNatives(std::string_view name) {
  static const Binding* const bindings[] = {
      &kAsyncBinding,        &kCryptoCipherBinding, &kCryptoDerivationBinding,
      &kCryptoDigestBinding, &kCryptoKeyBinding,    &kCryptoSignatureBinding,
      &kLibraryBinding,      &kNodeBufferBinding};
  for (const Binding* binding : bindings) {
    if (binding->name == name) return *binding;
  }
  SENDOFF_CHECK(false);
}

}  // namespace sendoff::runtime
