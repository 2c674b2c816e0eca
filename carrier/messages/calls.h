// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "carrier/messages/message_type.h"
#include "sources/module_resolver.h"

namespace sendoff::messages {

// What the worker asks of the broker, and waits for: each has a number of the worker's own, which
// no other has while it lives, and gets one Answer with it: an Error, or what is said here. A call
// whose run was ended meanwhile is answered all the same; nobody waits for that.

// ModuleSources::Resolve: a ResolvedModule.
struct Resolve {
  static constexpr MessageType kType = MessageType::kResolve;
  uint64_t call = 0;
  std::string specifier;
  std::string referrer;
  sources::ImportKind kind = sources::ImportKind::kImport;
};

// ModuleSources::Read: a text.
struct ReadFile {
  static constexpr MessageType kType = MessageType::kReadFile;
  uint64_t call = 0;
  std::string path;
};

// ModuleSources::HasFile: a flag.
struct HasFile {
  static constexpr MessageType kType = MessageType::kHasFile;
  uint64_t call = 0;
  std::string path;
};

// ModuleSources::Strip: a StrippedSource or a TypeScriptError. Of a file that the broker reads:
// what takes types off gets no text that a worker has made.
struct Strip {
  static constexpr MessageType kType = MessageType::kStrip;
  uint64_t call = 0;
  std::string path;
};

// Services::FindStore: a flag, whether there is one.
struct FindStore {
  static constexpr MessageType kType = MessageType::kFindStore;
  uint64_t call = 0;
  std::string prop;
};

// A Store's functions. Get: a StoredValue; Set and Delete: nothing; Keys: a list of texts. The
// answer to a prop without a store is an error.
struct StoreGet {
  static constexpr MessageType kType = MessageType::kStoreGet;
  uint64_t call = 0;
  std::string prop;
  std::string key;
};
struct StoreSet {
  static constexpr MessageType kType = MessageType::kStoreSet;
  uint64_t call = 0;
  std::string prop;
  std::string key;
  std::string value_json;
  std::optional<std::chrono::seconds> ttl;
};
struct StoreDelete {
  static constexpr MessageType kType = MessageType::kStoreDelete;
  uint64_t call = 0;
  std::string prop;
  std::string key;
};
struct StoreKeys {
  static constexpr MessageType kType = MessageType::kStoreKeys;
  uint64_t call = 0;
  std::string prop;
};

void Encode(const Resolve& call, PackedWriter& out);
void Encode(const ReadFile& call, PackedWriter& out);
void Encode(const HasFile& call, PackedWriter& out);
void Encode(const Strip& call, PackedWriter& out);
void Encode(const FindStore& call, PackedWriter& out);
void Encode(const StoreGet& call, PackedWriter& out);
void Encode(const StoreSet& call, PackedWriter& out);
void Encode(const StoreDelete& call, PackedWriter& out);
void Encode(const StoreKeys& call, PackedWriter& out);

void Read(PackedReader& in, Resolve* call);
void Read(PackedReader& in, ReadFile* call);
void Read(PackedReader& in, HasFile* call);
void Read(PackedReader& in, Strip* call);
void Read(PackedReader& in, FindStore* call);
void Read(PackedReader& in, StoreGet* call);
void Read(PackedReader& in, StoreSet* call);
void Read(PackedReader& in, StoreDelete* call);
void Read(PackedReader& in, StoreKeys* call);

}  // namespace sendoff::messages
