// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace sendoff::crypto {

// An error of OpenSSL, as Node shows it.
struct OpenSslError {
  std::string message;  // "error:1C800064:Provider routines::bad decrypt"
  std::string library;  // "Provider routines"; empty where it is not known, and so are those below
  std::string reason;   // "bad decrypt"
  std::string code;     // "ERR_OSSL_BAD_DECRYPT"
  std::vector<std::string> rest;  // the texts of what came after it, the last first
};

// Empties this thread's queue; before whatever can fail.
void ClearErrors();

// The first error of this thread's queue, which is empty then. `otherwise` is the message where
// there is none; null: OpenSSL's own text for that.
OpenSslError TakeErrors(const char* otherwise = nullptr);

// The text of the last error, which stays; empty where there is none.
std::string LastErrorText();

}  // namespace sendoff::crypto
