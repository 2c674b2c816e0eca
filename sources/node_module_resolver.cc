// SPDX-License-Identifier: MIT
#include "sources/node_module_resolver.h"

#include <algorithm>
#include <array>

#include "sources/module_advice.h"

namespace sendoff::sources {
namespace {

constexpr std::array<std::string_view, 37> kNodeModules = {"assert",
                                                           "async_hooks",
                                                           "buffer",
                                                           "child_process",
                                                           "cluster",
                                                           "console",
                                                           "constants",
                                                           "crypto",
                                                           "dgram",
                                                           "dns",
                                                           "domain",
                                                           "events",
                                                           "fs",
                                                           "http",
                                                           "http2",
                                                           "https",
                                                           "inspector",
                                                           "module",
                                                           "net",
                                                           "os",
                                                           "path",
                                                           "punycode",
                                                           "process",
                                                           "perf_hooks",
                                                           "querystring",
                                                           "readline",
                                                           "stream",
                                                           "timers",
                                                           "tls",
                                                           "tty",
                                                           "string_decoder",
                                                           "url",
                                                           "util",
                                                           "v8",
                                                           "vm",
                                                           "worker_threads",
                                                           "zlib"};

}  // namespace

std::optional<Result<ResolvedModule>> NodeModuleResolver::Resolve(
    const ModuleRequest& request) const {
  const std::string_view name = request.specifier.substr(0, request.specifier.find('/'));
  const bool is_node =
      request.specifier.starts_with("node:") ||
      std::find(kNodeModules.begin(), kNodeModules.end(), name) != kNodeModules.end();
  if (!is_node) return std::nullopt;
  return NotFound("the Node module '" + std::string(request.specifier) +
                  "' is not available in this version of sendoff. " +
                  std::string(kWhatCanBeImported) + ", and the globals that docs/steps.md lists");
}

}  // namespace sendoff::sources
