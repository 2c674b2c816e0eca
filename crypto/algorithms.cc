// SPDX-License-Identifier: MIT
#include "crypto/algorithms.h"

#include <openssl/ec.h>
#include <openssl/objects.h>

#include <map>
#include <mutex>

#include "crypto/errors.h"

namespace sendoff::crypto {
namespace {

// What a look-up by name has found: OpenSSL would look anew at each use. Names that were not found
// are not kept, because a step can make up as many as it likes.
template <class T>
class Found {
 public:
  using Look = const T* (*)(const std::string& name);

  explicit Found(Look look) : look_(look) {}

  const T* Get(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto known = by_name_.find(name);
    if (known != by_name_.end()) return known->second;
    const T* found = look_(name);
    ClearErrors();  // a name that nobody knows is none
    if (found != nullptr && by_name_.size() < kMost) by_name_[name] = found;
    return found;
  }

 private:
  static constexpr size_t kMost = 1000;  // of spellings; there are 200 names

  const Look look_;
  std::mutex mutex_;
  std::map<std::string, const T*> by_name_;
};

// OpenSSL's old names of algorithms, such as RSA-SHA256, are known to the first alone. What has
// such a name and is not there (MD4) is found, and fails with an error that says so.
const EVP_MD* LookForDigest(const std::string& name) {
  const EVP_MD* named = EVP_get_digestbyname(name.c_str());
  const EVP_MD* fetched =
      EVP_MD_fetch(nullptr, named != nullptr ? EVP_MD_get0_name(named) : name.c_str(), nullptr);
  return fetched != nullptr ? fetched : named;
}

const EVP_CIPHER* LookForCipher(const std::string& name) {
  const EVP_CIPHER* named = EVP_get_cipherbyname(name.c_str());
  const EVP_CIPHER* fetched = EVP_CIPHER_fetch(
      nullptr, named != nullptr ? EVP_CIPHER_get0_name(named) : name.c_str(), nullptr);
  return fetched != nullptr ? fetched : named;
}

// Of an alias there is the name alone.
void AddDigest(const EVP_MD*, const char* name, const char*, void* names) {
  if (name == nullptr) return;
  const EVP_MD* found = FindDigest(name);
  if (found == nullptr || EVP_MD_get0_provider(found) == nullptr) return;
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
}

void AddCipher(const EVP_CIPHER*, const char* name, const char*, void* names) {
  if (name == nullptr) return;
  const EVP_CIPHER* found = FindCipher(name);
  if (found == nullptr || EVP_CIPHER_get0_provider(found) == nullptr) return;
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
}

}  // namespace

const EVP_MD* FindDigest(const std::string& name) {
  static Found<EVP_MD> found(LookForDigest);
  return found.Get(name);
}

const EVP_CIPHER* FindCipher(const std::string& name) {
  static Found<EVP_CIPHER> found(LookForCipher);
  return found.Get(name);
}

const EVP_CIPHER* FindCipher(int id) {
  const char* name = OBJ_nid2sn(id);
  return name == nullptr || id == NID_undef ? nullptr : FindCipher(std::string(name));
}

size_t DigestSize(const EVP_MD* digest) { return static_cast<size_t>(EVP_MD_get_size(digest)); }

int FindCurve(const std::string& name) {
  int id = EC_curve_nist2nid(name.c_str());
  if (id == NID_undef) id = OBJ_sn2nid(name.c_str());
  if (id == NID_undef) id = OBJ_ln2nid(name.c_str());
  return id;
}

std::string CurveName(int id) {
  const char* name = id == NID_undef ? nullptr : OBJ_nid2sn(id);
  return name == nullptr ? "" : name;
}

std::vector<std::string> DigestNames() {
  std::vector<std::string> names;
  EVP_MD_do_all_sorted(AddDigest, &names);
  return names;
}

std::vector<std::string> CipherNames() {
  std::vector<std::string> names;
  EVP_CIPHER_do_all_sorted(AddCipher, &names);
  return names;
}

std::vector<std::string> CurveNames() {
  std::vector<EC_builtin_curve> curves(EC_get_builtin_curves(nullptr, 0));
  EC_get_builtin_curves(curves.data(), curves.size());
  std::vector<std::string> names;
  for (const EC_builtin_curve& curve : curves) names.emplace_back(OBJ_nid2sn(curve.nid));
  return names;
}

}  // namespace sendoff::crypto
