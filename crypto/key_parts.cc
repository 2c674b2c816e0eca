// SPDX-License-Identifier: MIT
#include "crypto/key_parts.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>

#include "crypto/key_text.h"

namespace sendoff::crypto {
namespace {

using Builder = std::unique_ptr<OSSL_PARAM_BLD, Releaser<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Releaser<OSSL_PARAM_free>>;

constexpr std::array<std::pair<const char*, const char*>, 8> kRsaNames = {{
    {"n", OSSL_PKEY_PARAM_RSA_N},
    {"e", OSSL_PKEY_PARAM_RSA_E},
    {"d", OSSL_PKEY_PARAM_RSA_D},
    {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
    {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},
    {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
    {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2},
    {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1},
}};

NumberPointer NumberOf(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  ERR_set_mark();
  EVP_PKEY_get_bn_param(key, name, &number);
  ERR_pop_to_mark();
  return NumberPointer(number);
}

// In as many bytes; 0: as it takes.
KeyBytes ToBytes(const BIGNUM* number, size_t size = 0) {
  const auto own = static_cast<size_t>(BN_num_bytes(number));
  KeyBytes bytes(size == 0 ? own : size);
  if (own <= bytes.size()) BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

NumberPointer ToNumber(const KeyBytes& bytes) {
  return NumberPointer(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

KeyPointer FromData(const char* kind, OSSL_PARAM_BLD* builder, int selection) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1) {
    return nullptr;
  }
  return KeyPointer(key);
}

size_t FieldBytes(int curve) {
  const std::unique_ptr<EC_GROUP, Releaser<EC_GROUP_free>> group(EC_GROUP_new_by_curve_name(curve));
  return group ? (static_cast<size_t>(EC_GROUP_get_degree(group.get())) + 7) / 8 : 0;
}

// The point without compression (SEC 1, 2.3.3).
KeyBytes PointOf(const EcParts& parts, size_t field) {
  KeyBytes point(1 + 2 * field);
  point[0] = 4;
  const NumberPointer x = ToNumber(parts.x);
  const NumberPointer y = ToNumber(parts.y);
  if (BN_bn2binpad(x.get(), point.data() + 1, static_cast<int>(field)) < 0 ||
      BN_bn2binpad(y.get(), point.data() + 1 + field, static_cast<int>(field)) < 0) {
    return {};
  }
  return point;
}

using RawGetter = int (*)(const EVP_PKEY*, unsigned char*, size_t*);

std::optional<KeyBytes> Raw(const EVP_PKEY* key, RawGetter get) {
  size_t size = 0;
  if (get(key, nullptr, &size) != 1) return std::nullopt;
  KeyBytes bytes(size);
  if (get(key, bytes.data(), &size) != 1) return std::nullopt;
  return bytes;
}

}  // namespace

RsaParts PartsOfRsa(const EVP_PKEY* key) {
  RsaParts parts;
  for (const auto& [name, parameter] : kRsaNames) {
    const NumberPointer number = NumberOf(key, parameter);
    if (number) parts.emplace_back(name, ToBytes(number.get()));
  }
  return parts;
}

KeyPointer MakeRsa(const RsaParts& parts) {
  const Builder builder(OSSL_PARAM_BLD_new());
  std::vector<NumberPointer> numbers;  // the builder does not copy them
  bool is_private = false;
  for (const auto& [name, bytes] : parts) {
    NumberPointer& number = numbers.emplace_back(ToNumber(bytes));
    if (BN_num_bits(number.get()) > kMostKeyBits) {
      ERR_raise(ERR_LIB_RSA, RSA_R_MODULUS_TOO_LARGE);
      return nullptr;
    }
    for (const auto& [known, parameter] : kRsaNames) {
      if (name == known) OSSL_PARAM_BLD_push_BN(builder.get(), parameter, number.get());
    }
    is_private = is_private || name == "d";
  }
  return FromData("RSA", builder.get(), is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY);
}

std::optional<EcParts> PartsOfEc(const EVP_PKEY* key) {
  const int curve = CurveOf(key);
  const size_t field = FieldBytes(curve);
  const NumberPointer x = NumberOf(key, OSSL_PKEY_PARAM_EC_PUB_X);
  const NumberPointer y = NumberOf(key, OSSL_PKEY_PARAM_EC_PUB_Y);
  if (field == 0 || !x || !y) return std::nullopt;
  EcParts parts = {curve, ToBytes(x.get(), field), ToBytes(y.get(), field), {}};
  if (const NumberPointer secret = NumberOf(key, OSSL_PKEY_PARAM_PRIV_KEY)) {
    parts.secret = ToBytes(secret.get(), field);
  }
  return parts;
}

KeyPointer MakeEc(const EcParts& parts) {
  const size_t field = FieldBytes(parts.curve);
  const KeyBytes point = field == 0 ? KeyBytes() : PointOf(parts, field);
  if (point.empty()) return nullptr;
  const Builder builder(OSSL_PARAM_BLD_new());
  const NumberPointer secret = ToNumber(parts.secret);
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                  OBJ_nid2sn(parts.curve), 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  if (!parts.secret.empty()) {
    if (static_cast<size_t>(BN_num_bytes(secret.get())) > field) return nullptr;
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret.get());
  }
  return FromData("EC", builder.get(),
                  parts.secret.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR);
}

std::optional<KeyBytes> RawPublic(const EVP_PKEY* key) {
  return Raw(key, EVP_PKEY_get_raw_public_key);
}

std::optional<KeyBytes> RawPrivate(const EVP_PKEY* key) {
  return Raw(key, EVP_PKEY_get_raw_private_key);
}

KeyPointer MakeRaw(int kind, const KeyBytes& bytes, bool is_private) {
  const auto make = is_private ? EVP_PKEY_new_raw_private_key : EVP_PKEY_new_raw_public_key;
  return KeyPointer(make(kind, nullptr, bytes.data(), bytes.size()));
}

std::string KindOf(const EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
      return "rsa";
    case EVP_PKEY_RSA_PSS:
      return "rsa-pss";
    case EVP_PKEY_DSA:
      return "dsa";
    case EVP_PKEY_DH:
      return "dh";
    case EVP_PKEY_EC:
      return "ec";
    case EVP_PKEY_ED25519:
      return "ed25519";
    case EVP_PKEY_ED448:
      return "ed448";
    case EVP_PKEY_X25519:
      return "x25519";
    case EVP_PKEY_X448:
      return "x448";
    default:
      return "";
  }
}

int CurveOf(const EVP_PKEY* key) {
  std::array<char, 80> name;
  ERR_set_mark();
  const bool has_one = EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1;
  ERR_pop_to_mark();
  return has_one ? OBJ_txt2nid(name.data()) : 0;
}

}  // namespace sendoff::crypto
