// SPDX-License-Identifier: MIT
#include "runtime/snapshot/binding_table.h"

#include <string>

#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {

v8::Local<v8::Object> MakeNatives(v8::Local<v8::Context> context,
                                  std::span<const Binding> bindings) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  const v8::Local<v8::Object> natives = NewBareObject(isolate);
  for (const Binding& binding : bindings) {
    const v8::Local<v8::Object> functions = NewBareObject(isolate);
    for (const BindingRow& row : binding.rows) {
      const v8::Local<v8::FunctionTemplate> function = v8::FunctionTemplate::New(
          isolate, row.callback, {}, {}, row.arity, v8::ConstructorBehavior::kThrow);
      const v8::Local<v8::String> name = Name(isolate, row.name);
      function->SetClassName(name);
      functions
          ->Set(context, name, function->GetFunction(context).ToLocalChecked())  // bootstrap
          .Check();                                                              // bootstrap
    }
    natives->Set(context, Name(isolate, binding.name), functions).Check();  // bootstrap
  }
  return natives;
}

std::vector<intptr_t> ExternalReferences(std::span<const Binding> bindings,
                                         std::span<const intptr_t> texts) {
  std::vector<intptr_t> references;
  for (const Binding& binding : bindings) {
    for (const BindingRow& row : binding.rows) {
      references.push_back(reinterpret_cast<intptr_t>(row.callback));
    }
    for (const v8::AccessorNameGetterCallback getter : binding.getters) {
      references.push_back(reinterpret_cast<intptr_t>(getter));
    }
  }
  references.insert(references.end(), texts.begin(), texts.end());
  references.push_back(0);
  return references;
}

uint64_t HashTables(std::span<const Binding> bindings) {
  uint64_t hash = HashText("");
  for (const Binding& binding : bindings) {
    hash = HashText(std::string("\n") + binding.name, hash);
    for (const BindingRow& row : binding.rows) {
      hash = HashText(std::string(" ") + row.name + "/" + std::to_string(row.arity), hash);
    }
  }
  return hash;
}

uint64_t HashText(std::string_view text, uint64_t seed) {
  uint64_t hash = seed;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

}  // namespace sendoff::runtime
