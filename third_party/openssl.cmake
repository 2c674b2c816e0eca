# sendoff::openssl: OpenSSL 3, TLS by memory BIOs.
# sendoff::crypto: its libcrypto alone, for what must not link libssl.
#
# Why:      the distribution patches it, and its trust store is the machine's.
# Licence:  Apache 2.0
# Upkeep:   since 1998, security releases at any time
# From:     libssl-dev (Debian 12: 3.0, 13: 3.5, forky: 3.6)
find_package(OpenSSL 3.0 COMPONENTS SSL Crypto)
if(NOT OPENSSL_FOUND)
  sendoff_missing("OpenSSL 3" libssl-dev)
endif()
add_library(sendoff::openssl INTERFACE IMPORTED GLOBAL)
target_link_libraries(sendoff::openssl INTERFACE OpenSSL::SSL OpenSSL::Crypto)
add_library(sendoff::crypto INTERFACE IMPORTED GLOBAL)
target_link_libraries(sendoff::crypto INTERFACE OpenSSL::Crypto)
sendoff_found(openssl ${OPENSSL_VERSION} "${OPENSSL_INCLUDE_DIR}")
