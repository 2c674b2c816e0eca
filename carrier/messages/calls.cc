// SPDX-License-Identifier: MIT
#include "carrier/messages/calls.h"

#include <initializer_list>
#include <string_view>

#include "carrier/messages/fields.h"

namespace sendoff::messages {
namespace {

void WriteCall(uint64_t call, std::initializer_list<std::string_view> texts, PackedWriter& out) {
  out.Number(call);
  for (const std::string_view text : texts) out.Text(text);
}

void ReadCall(PackedReader& in, uint64_t* call, std::initializer_list<std::string*> texts) {
  *call = in.Number();
  for (std::string* text : texts) *text = ReadUtf8(in);
}

// A path is bytes: a file may have any name.
void ReadPathCall(PackedReader& in, uint64_t* call, std::string* path) {
  *call = in.Number();
  *path = in.Text();
}

}  // namespace

void Encode(const Resolve& call, PackedWriter& out) {
  WriteCall(call.call, {call.specifier, call.referrer}, out);
  WriteWord(call.kind, out);
}

void Encode(const ReadFile& call, PackedWriter& out) { WriteCall(call.call, {call.path}, out); }

void Encode(const HasFile& call, PackedWriter& out) { WriteCall(call.call, {call.path}, out); }

void Encode(const Strip& call, PackedWriter& out) { WriteCall(call.call, {call.path}, out); }

void Encode(const FindStore& call, PackedWriter& out) { WriteCall(call.call, {call.prop}, out); }

void Encode(const StoreGet& call, PackedWriter& out) {
  WriteCall(call.call, {call.prop, call.key}, out);
}

void Encode(const StoreSet& call, PackedWriter& out) {
  WriteCall(call.call, {call.prop, call.key, call.value_json}, out);
  out.Flag(call.ttl.has_value());
  if (call.ttl) WriteSpan(*call.ttl, out);
}

void Encode(const StoreDelete& call, PackedWriter& out) {
  WriteCall(call.call, {call.prop, call.key}, out);
}

void Encode(const StoreKeys& call, PackedWriter& out) { WriteCall(call.call, {call.prop}, out); }

void Read(PackedReader& in, Resolve* call) {
  ReadCall(in, &call->call, {&call->specifier});
  call->referrer = in.Text();
  call->kind = ReadWord(sources::ImportKind::kRequire, "a kind of import", in);
}

void Read(PackedReader& in, ReadFile* call) { ReadPathCall(in, &call->call, &call->path); }

void Read(PackedReader& in, HasFile* call) { ReadPathCall(in, &call->call, &call->path); }

void Read(PackedReader& in, Strip* call) { ReadPathCall(in, &call->call, &call->path); }

void Read(PackedReader& in, FindStore* call) { ReadCall(in, &call->call, {&call->prop}); }

void Read(PackedReader& in, StoreGet* call) {
  ReadCall(in, &call->call, {&call->prop, &call->key});
}

void Read(PackedReader& in, StoreSet* call) {
  ReadCall(in, &call->call, {&call->prop, &call->key, &call->value_json});
  if (in.Flag()) call->ttl = ReadSpan<std::chrono::seconds>(in);
}

void Read(PackedReader& in, StoreDelete* call) {
  ReadCall(in, &call->call, {&call->prop, &call->key});
}

void Read(PackedReader& in, StoreKeys* call) { ReadCall(in, &call->call, {&call->prop}); }

}  // namespace sendoff::messages
