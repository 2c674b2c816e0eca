// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>
#include <sendoff/result.h>

#include <string>
#include <vector>

namespace sendoff::net {

// The certificates that are trusted from the start: those of the operator's file (--ca) and of the
// system's file. A chain asks for one or two of them, by the name of their owner, and to decode all
// 140 of a system takes OpenSSL 15 ms: of the system's file only the names are read, and not before
// the first name is asked for. One loop thread.
class TlsRoots {
 public:
  // `system_file` need not be there.
  explicit TlsRoots(std::string system_file);
  ~TlsRoots();
  TlsRoots(const TlsRoots&) = delete;
  TlsRoots& operator=(const TlsRoots&) = delete;

  // Trusts all in this PEM file, and decodes them at once, so that the operator hears what is
  // wrong: kIo or kUsage, naming the file, when it cannot be read, has a damaged one, or none.
  Result<void> Add(const std::string& file);

  // Has `store` look here for whom it does not know. This must outlive it.
  void Serve(x509_store_st* store);

  // Adds all roots of that name to `store`. The first of them, which lives as long as this, or
  // null.
  x509_st* Find(const X509_name_st* name, x509_store_st* store);

 private:
  struct Root;

  void ReadSystemFile();

  const std::string system_file_;
  std::vector<Root> roots_;  // the operator's first
  bool has_system_file_ = false;
};

}  // namespace sendoff::net
