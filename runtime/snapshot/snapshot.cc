// SPDX-License-Identifier: MIT
#include "runtime/snapshot/snapshot.h"

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/snapshot/checksum.h"
#include "runtime/v8/platform.h"

namespace sendoff::runtime {
namespace {

constexpr char kMagic[8] = {'S', 'E', 'N', 'D', 'O', 'F', 'F', '3'};

Error Refuse(const std::string& why) {
  return {ErrorCode::kSnapshot, "the startup snapshot cannot be used: " + why +
                                    ". Build sendoff again (./x build) with the V8 that it runs "
                                    "with."};
}

// What the header's checksum is of, of a payload of which this stands before the lazy scripts;
// empty when it was cut.
std::optional<std::span<const uint8_t>> Checked(std::span<const uint8_t> payload,
                                                uint64_t heap_size, uint64_t texts_size) {
  if (heap_size > payload.size() || texts_size > payload.size() - heap_size) return std::nullopt;
  const size_t size = heap_size + texts_size;
  const std::optional<size_t> table_size = LazyScriptTableSize(payload.subspan(size));
  if (!table_size) return std::nullopt;
  return payload.first(size + *table_size);
}

}  // namespace

SnapshotHeader MakeSnapshotHeader(std::span<const Binding> bindings,
                                  std::span<const uint8_t> payload, size_t heap_size,
                                  size_t texts_size) {
  SnapshotHeader header{};
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  std::strncpy(header.v8_version, v8::V8::GetVersion(), sizeof(header.v8_version) - 1);
  header.tables_hash = HashTables(bindings);
  // Not ScriptCompiler::CachedDataVersionTag(): it depends on the CPU's features, too, and a
  // snapshot holds no machine code.
  header.flags_hash = HashText(Platform::flags());
  header.heap_size = heap_size;
  header.texts_size = texts_size;
  header.size = payload.size();
  header.checksum = Checksum(*Checked(payload, heap_size, texts_size));
  return header;
}

Result<Snapshot> Snapshot::Load(std::span<const uint8_t> file, std::span<const Binding> bindings) {
  SnapshotHeader header;
  if (file.size() < sizeof(header)) return Refuse("it is cut short");
  std::memcpy(&header, file.data(), sizeof(header));
  const std::span<const uint8_t> payload = file.subspan(sizeof(header));
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0) return Refuse("it is no snapshot");
  header.v8_version[sizeof(header.v8_version) - 1] = '\0';
  if (std::string_view(header.v8_version) != v8::V8::GetVersion()) {
    return Refuse(std::string("it was made by V8 ") + header.v8_version + ", and this is V8 " +
                  v8::V8::GetVersion());
  }
  if (header.tables_hash != HashTables(bindings)) {
    return Refuse("it was made with other native functions");
  }
  if (header.flags_hash != HashText(Platform::flags())) {
    return Refuse("it was made with other flags of V8");
  }
  if (header.size != payload.size()) return Refuse("it is cut short");
  const auto checked = Checked(payload, header.heap_size, header.texts_size);
  if (!checked) return Refuse("it is cut short");
  if (header.checksum != Checksum(*checked)) return Refuse("its bytes are damaged");
  const std::span<const uint8_t> behind = payload.subspan(header.heap_size);
  auto texts = UnpackTexts(behind.first(header.texts_size));
  auto scripts = UnpackLazyScripts(behind.subspan(header.texts_size));
  if (!texts || !scripts) return Refuse("it is cut short");
  return Snapshot(payload.first(header.heap_size), ScriptTexts(*texts), bindings,
                  *std::move(scripts));
}

Snapshot::Snapshot(std::span<const uint8_t> heap, ScriptTexts texts,
                   std::span<const Binding> bindings, std::vector<LazyScript> lazy_scripts)
    : data_(std::make_unique<v8::StartupData>()),
      texts_(std::move(texts)),
      references_(ExternalReferences(bindings, texts_.Addresses())),
      lazy_scripts_(std::move(lazy_scripts)) {
  data_->data = reinterpret_cast<const char*>(heap.data());
  data_->raw_size = static_cast<int>(heap.size());
}

void Snapshot::Apply(v8::Isolate::CreateParams* params) const {
  params->snapshot_blob = data_.get();
  params->external_references = references_.data();
}

}  // namespace sendoff::runtime
