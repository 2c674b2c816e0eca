// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>
#include <sendoff/error.h>

#include <string>

namespace sendoff::net {

// Empties OpenSSL's error queue, which is one for the whole thread: what is left there by one
// connection would be taken for an error of the next.
void ClearTlsErrors();

// Why the certificate that `host` showed was refused, in people's words and with what to do about
// it. `verification` stands where it failed: inside a verify callback.
Error FindCertificateFault(const std::string& host, x509_store_ctx_st* verification);

// What OpenSSL says is wrong with the TLS itself, during the handshake or, when they have `shaken`
// hands, after it. Taken from the error queue, which is emptied.
Error TakeTlsError(const std::string& host, bool shaken);

}  // namespace sendoff::net
