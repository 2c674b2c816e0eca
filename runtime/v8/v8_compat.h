// SPDX-License-Identifier: MIT
// Every difference between the versions of V8 that sendoff is built with (see
// third_party/v8.cmake). But for runtime/v8/v8_forwarding.h, nothing else in the tree asks which
// version it is.
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sendoff::runtime {

#define SENDOFF_V8_AT_LEAST(major, minor) \
  (V8_MAJOR_VERSION > (major) || (V8_MAJOR_VERSION == (major) && V8_MINOR_VERSION >= (minor)))

// Flags that only some versions know.
#if SENDOFF_V8_AT_LEAST(12, 0)
// With loop unrolling, 13.6 takes the interrupt check out of loops such as `for (;;) a.push(f())`
// once they are optimized: no limit ends them.
inline constexpr std::string_view kVersionFlags = "--no-turboshaft-loop-unrolling";
#else
// `import x from './x.json' assert { type: 'json' }`, which Node switches on, too.
inline constexpr std::string_view kVersionFlags = "--harmony-import-assertions --no-expose-wasm";
#endif

// The word between an import and its attributes: the one that V8 takes, and that of other versions.
#if SENDOFF_V8_AT_LEAST(12, 0)
inline constexpr std::u16string_view kAttributeWord = u"with";
inline constexpr std::u16string_view kOtherAttributeWord = u"assert";
#else
inline constexpr std::u16string_view kAttributeWord = u"assert";
inline constexpr std::u16string_view kOtherAttributeWord = u"with";
#endif

// The protection key by which V8 guards its code, see pkeys(7); -1 where it uses none.
inline int ProtectionKey(v8::Platform& platform) {
#if SENDOFF_V8_AT_LEAST(12, 0)
  const v8::ThreadIsolatedAllocator* const allocator = platform.GetThreadIsolatedAllocator();
  return allocator == nullptr ? -1 : allocator->Pkey();
#else
  static_cast<void>(platform);
  return -1;
#endif
}

// Takes WebAssembly out of a new context. Its memories are not counted by the ArrayBuffer
// allocator, so a step could pass its memory limit with them.
inline void RemoveWebAssembly(v8::Local<v8::Context> context) {
#if SENDOFF_V8_AT_LEAST(12, 0)
  const v8::Local<v8::String> name =
      v8::String::NewFromUtf8Literal(context->GetIsolate(), "WebAssembly");
  context->Global()->Delete(context, name).Check();  // bootstrap
#else
  static_cast<void>(context);  // a flag has left it out
#endif
}

// Where a source comes from: what stacks and errors call it. `column` shifts the columns of the
// first line only.
inline v8::ScriptOrigin MakeOrigin(v8::Isolate* isolate, v8::Local<v8::Value> name, bool is_module,
                                   int column = 0) {
#if SENDOFF_V8_AT_LEAST(12, 0)
  static_cast<void>(isolate);
  return v8::ScriptOrigin(name, 0, column, false, -1, v8::Local<v8::Value>(), false, false,
                          is_module);
#else
  return v8::ScriptOrigin(isolate, name, 0, column, false, -1, v8::Local<v8::Value>(), false, false,
                          is_module);
#endif
}

inline v8::Local<v8::Module> MakeSyntheticModule(
    v8::Isolate* isolate, v8::Local<v8::String> name,
    const std::vector<v8::Local<v8::String>>& exports,
    v8::Module::SyntheticModuleEvaluationSteps evaluate) {
#if SENDOFF_V8_AT_LEAST(12, 0)
  return v8::Module::CreateSyntheticModule(
      isolate, name, v8::MemorySpan<const v8::Local<v8::String>>(exports.data(), exports.size()),
      evaluate);
#else
  return v8::Module::CreateSyntheticModule(isolate, name, exports, evaluate);
#endif
}

// Passes on what a TryCatch caught, from where it was caught. A termination needs no passing on,
// and bears none: V8 would make a plain `null` of it, which the script could catch.
inline void PassOn(v8::TryCatch& caught) {
  if (!caught.HasTerminated()) caught.ReThrow();
}

// Lets `handler` be called when V8 runs out of memory, before it aborts the process.
template <void (*handler)()>
inline void SetOutOfMemoryHandler(v8::Isolate::CreateParams* params) {
#if SENDOFF_V8_AT_LEAST(11, 0)
  params->oom_error_callback = [](const char*, const v8::OOMDetails&) { handler(); };
#else
  params->oom_error_callback = [](const char*, bool) { handler(); };
#endif
}

// Takes the memory away from a buffer. False when a limit has ended the run.
inline bool Detach(v8::Local<v8::ArrayBuffer> buffer) {
#if SENDOFF_V8_AT_LEAST(11, 0)
  return buffer->Detach(v8::Local<v8::Value>()).FromMaybe(false);
#else
  buffer->Detach();
  return true;
#endif
}

// A serializer's delegate that is asked of each plain object whether V8 is to leave it to
// WriteHostObject(). Older versions do not ask, and take it for a plain one.
class HostObjectWriter : public v8::ValueSerializer::Delegate {
 public:
  // `asks`: whether there can be such objects.
  explicit HostObjectWriter(bool asks) : asks_(asks) {}

  virtual v8::Maybe<bool> IsOurs(v8::Local<v8::Object> object) = 0;

#if SENDOFF_V8_AT_LEAST(12, 0)
  bool HasCustomHostObject(v8::Isolate*) final { return asks_; }
  v8::Maybe<bool> IsHostObject(v8::Isolate*, v8::Local<v8::Object> object) final {
    return IsOurs(object);
  }
#endif

 private:
  [[maybe_unused]] const bool asks_;
};

// The prototype of what is no proxy; null where there is none.
inline v8::Local<v8::Value> PrototypeOf(v8::Local<v8::Object> object) {
#if SENDOFF_V8_AT_LEAST(13, 4)
  return object->GetPrototypeV2();
#else
  return object->GetPrototype();
#endif
}

// How many bytes `text` has in UTF-8, a lone surrogate counted as U+FFFD.
inline size_t Utf8Length(v8::Isolate* isolate, v8::Local<v8::String> text) {
#if SENDOFF_V8_AT_LEAST(13, 4)
  return text->Utf8LengthV2(isolate);
#else
  return static_cast<size_t>(text->Utf8Length(isolate));
#endif
}

// Writes `text` as UTF-8, without a terminator, into `buffer`: the characters for which there is
// room. How many bytes were written.
inline size_t WriteUtf8(v8::Isolate* isolate, v8::Local<v8::String> text, char* buffer,
                        size_t size) {
#if SENDOFF_V8_AT_LEAST(13, 4)
  return text->WriteUtf8V2(isolate, buffer, size, v8::String::WriteFlags::kReplaceInvalidUtf8);
#else
  return static_cast<size_t>(
      text->WriteUtf8(isolate, buffer, static_cast<int>(size), nullptr,
                      v8::String::NO_NULL_TERMINATION | v8::String::REPLACE_INVALID_UTF8));
#endif
}

// Writes the first `length` UTF-16 code units of `text`.
inline void WriteTwoBytes(v8::Isolate* isolate, v8::Local<v8::String> text, uint16_t* buffer,
                          int length) {
#if SENDOFF_V8_AT_LEAST(13, 4)
  text->WriteV2(isolate, 0, static_cast<uint32_t>(length), buffer);
#else
  text->Write(isolate, buffer, 0, length, v8::String::NO_NULL_TERMINATION);
#endif
}

// Writes the low bytes of the first `length` UTF-16 code units of `text`.
inline void WriteLowBytes(v8::Isolate* isolate, v8::Local<v8::String> text, uint8_t* buffer,
                          int length) {
#if SENDOFF_V8_AT_LEAST(13, 4)
  text->WriteOneByteV2(isolate, 0, static_cast<uint32_t>(length), buffer);
#else
  text->WriteOneByte(isolate, buffer, 0, length, v8::String::NO_NULL_TERMINATION);
#endif
}

// Writes a string whose characters all fit one byte into `buffer` of as many bytes.
inline void WriteOneByte(v8::Isolate* isolate, v8::Local<v8::String> text, uint8_t* buffer) {
  WriteLowBytes(isolate, text, buffer, text->Length());
}

// Whether its memory was taken away.
inline bool WasDetached(v8::Local<v8::ArrayBuffer> buffer) {
#if SENDOFF_V8_AT_LEAST(11, 0)
  return buffer->WasDetached();
#else
  return buffer->GetBackingStore()->Data() == nullptr && buffer->ByteLength() == 0;
#endif
}

// What promises carry from where they got a callback to where it runs; undefined when nothing was
// set.
inline v8::Local<v8::Value> ContinuationData(v8::Local<v8::Context> context) {
#if SENDOFF_V8_AT_LEAST(12, 0)
  return context->GetIsolate()->GetContinuationPreservedEmbedderData();
#else
  return context->GetContinuationPreservedEmbedderData();
#endif
}
inline void SetContinuationData(v8::Local<v8::Context> context, v8::Local<v8::Value> data) {
#if SENDOFF_V8_AT_LEAST(12, 0)
  context->GetIsolate()->SetContinuationPreservedEmbedderData(data);
#else
  context->SetContinuationPreservedEmbedderData(data);
#endif
}

}  // namespace sendoff::runtime
