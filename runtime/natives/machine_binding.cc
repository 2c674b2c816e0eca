// SPDX-License-Identifier: MIT
#include "runtime/natives/machine_binding.h"

#include <sendoff/version.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "runtime/natives/structured_clone.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"
#include "runtime/v8/view_bytes.h"

namespace sendoff::runtime {
namespace {

Realm& RealmOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  return Realm::From(info.GetIsolate()->GetCurrentContext());
}

// now(): milliseconds since the run began, to the microsecond.
void Now(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Realm& realm = RealmOf(info);
  const auto since = std::chrono::floor<std::chrono::microseconds>(realm.age());
  info.GetReturnValue().Set(static_cast<double>(since.count()) / 1e3);
}

// timeOrigin(): when the run began, in milliseconds since 1970.
void TimeOrigin(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const std::chrono::duration<double, std::milli> since_1970 =
      std::chrono::system_clock::now().time_since_epoch();
  info.GetReturnValue().Set(since_1970.count() - ToMilliseconds(RealmOf(info).age()));
}

// fillRandom(view)
void FillRandom(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const auto bytes = ViewBytes(info[0].As<v8::ArrayBufferView>());
  if (!bytes.empty()) RandomBytes(bytes.data(), bytes.size());
}

// randomUuid(): a version 4 UUID (RFC 9562).
void RandomUuid(const v8::FunctionCallbackInfo<v8::Value>& info) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<uint8_t, 16> bytes;
  RandomBytes(bytes.data(), bytes.size());
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3F) | 0x80);
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += {kDigits[bytes[i] >> 4], kDigits[bytes[i] & 15]};
  }
  info.GetReturnValue().Set(Literal(info.GetIsolate(), text));
}

// clone(value, buffers, write, move, read): the last three may be missing, see ClonePartner.
void Clone(const v8::FunctionCallbackInfo<v8::Value>& info) {
  ClonePartner partner;
  if (info[2]->IsFunction()) {
    partner = {info[2].As<v8::Function>(), info[3].As<v8::Function>(), info[4].As<v8::Function>()};
  }
  v8::Local<v8::Value> copy;
  if (StructuredClone(RealmOf(info), info[0], info[1].As<v8::Array>(), partner).ToLocal(&copy)) {
    info.GetReturnValue().Set(copy);
  }
}

void Version(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(Literal(info.GetIsolate(), SENDOFF_VERSION));
}

void V8Version(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(Literal(info.GetIsolate(), v8::V8::GetVersion()));
}

// arch(): as Node calls it.
void Arch(const v8::FunctionCallbackInfo<v8::Value>& info) {
#if defined(__x86_64__)
  constexpr std::string_view kArch = "x64";
#elif defined(__aarch64__)
  constexpr std::string_view kArch = "arm64";
#else
  constexpr std::string_view kArch = "unknown";
#endif
  info.GetReturnValue().Set(Literal(info.GetIsolate(), kArch));
}

constexpr std::array<BindingRow, 8> kRows = {{
    {"now", Now, 0},
    {"timeOrigin", TimeOrigin, 0},
    {"fillRandom", FillRandom, 1},
    {"randomUuid", RandomUuid, 0},
    {"clone", Clone, 5},
    {"version", Version, 0},
    {"v8Version", V8Version, 0},
    {"arch", Arch, 0},
}};

}  // namespace

const Binding kMachineBinding = {"machine", kRows};

}  // namespace sendoff::runtime
