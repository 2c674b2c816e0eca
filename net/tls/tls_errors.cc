// SPDX-License-Identifier: MIT
#include "net/tls/tls_errors.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <string_view>

#include "net/address/ip_address.h"

namespace sendoff::net {
namespace {

constexpr size_t kNamesShown = 5;

// "2026-01-31"
std::string Date(const ASN1_TIME* time) {
  tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable date";
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

// A receiver's text in a message of ours: nothing that could pass for more than text.
std::string Printable(std::string_view text) {
  std::string result;
  for (const char c : text.substr(0, 100)) result += c >= ' ' && c <= '~' ? c : '?';
  return result;
}

std::string CommonName(const X509_NAME* name) {
  char text[256];
  // Deprecated in words only; it takes the one field that people know a certificate by.
  const int length =
      X509_NAME_get_text_by_NID(const_cast<X509_NAME*>(name), NID_commonName, text, sizeof text);
  return length > 0 ? "\"" + Printable({text, static_cast<size_t>(length)}) + "\""
                    : "an authority without a name";
}

std::string_view BytesOf(const ASN1_STRING* value) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
          static_cast<size_t>(ASN1_STRING_length(value))};
}

// A host name, with what makes it another than it looks like.
std::string DnsNameText(const std::string& host, std::string_view name) {
  std::string text = Printable(name);
  // RFC 9525 section 6.3: an address is matched with addresses alone.
  if (IpAddress::Parse(text)) return text + " (written as a name, where it has to be an address)";
  const bool is_wildcard = text.starts_with("*.") && text.find('*', 1) == std::string::npos;
  if (!is_wildcard || !host.ends_with(text.substr(1))) return text;
  const std::string labels = host.substr(0, host.size() - text.size() + 1);
  return text + (labels.find('.') == std::string::npos ? " (where two labels have to follow the *)"
                                                       : " (where * is one label)");
}

// One subject alternative name that a host can be matched with, or empty.
std::string NameText(const std::string& host, const GENERAL_NAME* name) {
  if (name->type == GEN_DNS) return DnsNameText(host, BytesOf(name->d.dNSName));
  if (name->type != GEN_IPADD) return {};
  const std::string_view bytes = BytesOf(name->d.iPAddress);
  const auto copy = [&](auto array) {
    std::copy(bytes.begin(), bytes.end(), array.begin());
    return array;
  };
  if (bytes.size() == 4) return IpAddress::V4(copy(std::array<uint8_t, 4>())).ToString();
  if (bytes.size() == 16) return IpAddress::V6(copy(std::array<uint8_t, 16>())).ToString();
  return {};
}

// "a.example, b.example and 3 more"
std::string NamesOf(const std::string& host, X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  std::string text;
  size_t count = 0;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const std::string name = NameText(host, sk_GENERAL_NAME_value(names.get(), i));
    if (name.empty() || ++count > kNamesShown) continue;
    text += (text.empty() ? "" : ", ") + name;
  }
  if (count > kNamesShown) text += " and " + std::to_string(count - kNamesShown) + " more";
  if (!text.empty()) return text;
  return names == nullptr ? "no host at all (it has no subject alternative names)"
                          : "no host at all (none of its subject alternative names is one)";
}

struct FaultName {
  int code;
  std::string_view name;
};

// What Node, and mostly OpenSSL too, call the reasons to refuse a certificate.
constexpr std::array<FaultName, 19> kFaultNames = {{
    {X509_V_ERR_HOSTNAME_MISMATCH, "ERR_TLS_CERT_ALTNAME_INVALID"},
    {X509_V_ERR_IP_ADDRESS_MISMATCH, "ERR_TLS_CERT_ALTNAME_INVALID"},
    {X509_V_ERR_CERT_HAS_EXPIRED, "CERT_HAS_EXPIRED"},
    {X509_V_ERR_CERT_NOT_YET_VALID, "CERT_NOT_YET_VALID"},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "DEPTH_ZERO_SELF_SIGNED_CERT"},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "SELF_SIGNED_CERT_IN_CHAIN"},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "UNABLE_TO_GET_ISSUER_CERT"},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"},
    {X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY, "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY"},
    {X509_V_ERR_CERT_SIGNATURE_FAILURE, "CERT_SIGNATURE_FAILURE"},
    {X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD, "ERROR_IN_CERT_NOT_BEFORE_FIELD"},
    {X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD, "ERROR_IN_CERT_NOT_AFTER_FIELD"},
    {X509_V_ERR_CERT_CHAIN_TOO_LONG, "CERT_CHAIN_TOO_LONG"},
    {X509_V_ERR_INVALID_CA, "INVALID_CA"},
    {X509_V_ERR_PATH_LENGTH_EXCEEDED, "PATH_LENGTH_EXCEEDED"},
    {X509_V_ERR_INVALID_PURPOSE, "INVALID_PURPOSE"},
    {X509_V_ERR_CERT_UNTRUSTED, "CERT_UNTRUSTED"},
    {X509_V_ERR_CERT_REJECTED, "CERT_REJECTED"},
}};

std::string_view NameOfFault(int code) {
  const auto* found = std::find_if(kFaultNames.begin(), kFaultNames.end(),
                                   [code](const FaultName& one) { return one.code == code; });
  return found == kFaultNames.end() ? "UNSPECIFIED" : found->name;
}

// Node tells the last of the reasons that OpenSSL finds, and here it ends with the first. A
// certificate that came alone, of an unknown issuer, is one with two.
std::string_view NameOfFault(X509_STORE_CTX* verification) {
  const int code = X509_STORE_CTX_get_error(verification);
  const bool is_alone = sk_X509_num(X509_STORE_CTX_get0_chain(verification)) == 1;
  return NameOfFault(is_alone && code == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
                         ? X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE
                         : code);
}

std::string DescribeCertificateFault(const std::string& host, X509_STORE_CTX* verification) {
  X509* certificate = X509_STORE_CTX_get_current_cert(verification);
  const int code = X509_STORE_CTX_get_error(verification);
  std::string which = "the certificate of " + host;
  if (certificate == nullptr)
    return which + " cannot be checked: " + X509_verify_cert_error_string(code);
  if (X509_STORE_CTX_get_error_depth(verification) > 0) {
    which = "the certificate of " + CommonName(X509_get_subject_name(certificate)) +
            ", which vouches for that of " + host + ",";
  }
  switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return which + " expired on " + Date(X509_get0_notAfter(certificate));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return which + " is not valid before " + Date(X509_get0_notBefore(certificate));
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return which + " is not for that host but for " + NamesOf(host, certificate);
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return which + " is signed by itself and by nobody known; DeliveryOptions::ca_file trusts it";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return which + " was issued by " + CommonName(X509_get_issuer_name(certificate)) +
             ", an authority that is not known here, or the server leaves out a certificate "
             "between; DeliveryOptions::ca_file trusts one more";
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
      return which + " has a key that is too short to be safe";
    case X509_V_ERR_CA_MD_TOO_WEAK:
      return which + " is signed with an algorithm that is too weak to be safe";
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
      return which + " names a host that its authority may not vouch for (name constraints)";
    case X509_V_ERR_INVALID_PURPOSE:
      return which + " is not meant for a server (extended key usage)";
    case X509_V_ERR_INVALID_CA:
      return which + " is used as an authority and is not one";
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return which + " is not signed by whom it says: it was changed or forged";
    default:
      return which + " is not acceptable: " + X509_verify_cert_error_string(code);
  }
}

// "tlsv13 alert certificate required" as "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED".
std::string ReasonName(std::string_view reason) {
  std::string name = "ERR_SSL_";
  for (const char c : reason) {
    const bool lower = c >= 'a' && c <= 'z';
    name += lower ? static_cast<char>(c - 'a' + 'A') : c == ' ' ? '_' : c;
  }
  return name;
}

// What is wrong with the TLS itself. `number` is a reason of OpenSSL's, or 0.
std::string DescribeTlsFault(const std::string& host, bool shaken, int number,
                             const std::string& reason) {
  switch (number) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_BAD_RECORD_TYPE:  // OpenSSL 3.2 and newer
    case SSL_R_HTTP_REQUEST:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
      return host + (shaken ? " sent something that is not TLS in the middle of a TLS connection"
                            : " does not speak TLS on this port; is it meant to be http:?");
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      return host + " offers no TLS version from 1.2 on";
    case SSL_R_EXCESSIVE_MESSAGE_SIZE:
      return host + " sent more than a TLS handshake may take";
    default:
      break;
  }
  // Reasons from 1000 on are alerts: the peer's words, not ours.
  if (number >= SSL_AD_REASON_OFFSET) {
    return host + " refused the TLS connection: " + reason;
  }
  return "TLS with " + host + " failed: " + reason;
}

}  // namespace

void ClearTlsErrors() {
  // It is nearly always empty, and to clear it costs as much as to encrypt a kilobyte.
  if (ERR_peek_error() != 0) ERR_clear_error();
}

Error FindCertificateFault(const std::string& host, X509_STORE_CTX* verification) {
  return {ErrorCode::kTls, DescribeCertificateFault(host, verification),
          std::string(NameOfFault(verification))};
}

Error TakeTlsError(const std::string& host, bool shaken) {
  const unsigned long code = ERR_peek_error();
  const char* text = ERR_reason_error_string(code);
  const std::string reason = text != nullptr ? text : "unknown reason";
  const int number = ERR_GET_LIB(code) == ERR_LIB_SSL ? ERR_GET_REASON(code) : 0;
  ClearTlsErrors();
  // In a handshake, Node's socket fails to write, and knows no more than that.
  return {ErrorCode::kTls, DescribeTlsFault(host, shaken, number, reason),
          shaken ? ReasonName(reason) : "EPROTO"};
}

}  // namespace sendoff::net
