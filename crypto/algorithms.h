// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/evp.h>

#include <cstddef>
#include <string>
#include <vector>

namespace sendoff::crypto {

// Algorithms by the names that Node takes, in any letter case. Any thread; what is found stays.

// Null where there is none of that name.
const EVP_MD* FindDigest(const std::string& name);
const EVP_CIPHER* FindCipher(const std::string& name);
// By OpenSSL's number.
const EVP_CIPHER* FindCipher(int id);

// How many bytes its result has.
size_t DigestSize(const EVP_MD* digest);

// OpenSSL's number of a curve, also by NIST's name; 0 where there is none.
int FindCurve(const std::string& name);
// Empty of a number that is none.
std::string CurveName(int id);

// Names that can be used, in no order.
std::vector<std::string> DigestNames();
std::vector<std::string> CipherNames();
std::vector<std::string> CurveNames();

}  // namespace sendoff::crypto
