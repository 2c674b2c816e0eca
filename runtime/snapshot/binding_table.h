// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sendoff::runtime {

// One native function: bootstrap scripts see it as `natives.<binding>.<name>`.
struct BindingRow {
  const char* name;
  v8::FunctionCallback callback;
  int arity;  // its `length`
};

// Native functions that belong together. Tables are constexpr, and the only place where a native
// function is named: the functions that scripts see and the addresses that the startup snapshot
// needs are both made from them.
struct Binding {
  const char* name;
  std::span<const BindingRow> rows;
  // Getters of globals that are made at their first reading: V8 calls them, and no script by name.
  std::span<const v8::AccessorNameGetterCallback> getters{};
};

// `{binding: {name: function}}`, in `context`. While a snapshot is made only.
v8::Local<v8::Object> MakeNatives(v8::Local<v8::Context> context,
                                  std::span<const Binding> bindings);

// The addresses of all callbacks, in the order of the tables, and those of the bootstrap scripts'
// texts (ScriptTexts), zero-terminated: what V8 writes into a snapshot by index, so that making and
// loading one must give the same list.
std::vector<intptr_t> ExternalReferences(std::span<const Binding> bindings,
                                         std::span<const intptr_t> texts);

// Changes when a binding or a row is added, removed, renamed or moved.
uint64_t HashTables(std::span<const Binding> bindings);

// FNV-1a, to tell versions of sendoff's own data apart; not for anything that an attacker chooses.
uint64_t HashText(std::string_view text, uint64_t seed = 0xcbf29ce484222325);

}  // namespace sendoff::runtime
