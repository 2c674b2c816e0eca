// SPDX-License-Identifier: MIT
#include "sources/built_in_modules.h"

#include <cstdint>

#include "embedded/axios_bundle.h"
#include "embedded/axios_errors_module.h"
#include "embedded/axios_module.h"
#include "embedded/axios_request_module.h"
#include "embedded/http_request_module.h"
#include "embedded/platform_axios_module.h"
#include "embedded/platform_module.h"
#include "embedded/platform_sends_module.h"
#include "embedded/platform_values_module.h"
#include "embedded/response_bytes_module.h"
#include "embedded/types_module.h"

namespace sendoff::sources {
namespace {

std::string_view Text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::span<const BuiltInModuleSource> BuiltInModules() {
  static const BuiltInModuleSource modules[] = {
      {"axios", Text(embedded::axios_module()), SENDOFF_AXIOS_VERSION},
      {"axios/dist/browser/axios.cjs", Text(embedded::axios_bundle())},
      {"sendoff/axios_errors", Text(embedded::axios_errors_module())},
      {"sendoff/axios_request", Text(embedded::axios_request_module())},
      {"sendoff/http_request", Text(embedded::http_request_module())},
      {"sendoff/platform_axios", Text(embedded::platform_axios_module())},
      {"sendoff/platform_sends", Text(embedded::platform_sends_module())},
      {"sendoff/platform_values", Text(embedded::platform_values_module())},
      {"sendoff/response_bytes", Text(embedded::response_bytes_module())},
      {"@pipedream/platform", Text(embedded::platform_module()), "3"},
      {"@pipedream/types", Text(embedded::types_module())},
  };
  return modules;
}

const BuiltInModuleSource* FindBuiltInModule(std::span<const BuiltInModuleSource> modules,
                                             std::string_view name) {
  for (const BuiltInModuleSource& module : modules) {
    if (module.name == name) return &module;
  }
  return nullptr;
}

std::string_view BuiltInText(std::span<const BuiltInModuleSource> modules, std::string_view path) {
  const BuiltInModuleSource* module =
      FindBuiltInModule(modules, path.substr(kBuiltInScheme.size()));
  return module == nullptr ? std::string_view() : module->source;
}

}  // namespace sendoff::sources
