// SPDX-License-Identifier: MIT
#include "bindings/built_in_modules.h"

#include <cstdint>

#include "embedded/axios_bundle.h"
#include "embedded/axios_module.h"
#include "embedded/http_request_module.h"
#include "embedded/platform_module.h"

namespace sendoff::bindings {
namespace {

std::string_view Text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::span<const BuiltInModuleSource> BuiltInModules() {
  static const BuiltInModuleSource modules[] = {
      {"axios", Text(embedded::axios_module()), SENDOFF_AXIOS_VERSION},
      {"axios/dist/browser/axios.cjs", Text(embedded::axios_bundle())},
      {"sendoff/http_request", Text(embedded::http_request_module())},
      {"@pipedream/platform", Text(embedded::platform_module()), "3"},
  };
  return modules;
}

}  // namespace sendoff::bindings
