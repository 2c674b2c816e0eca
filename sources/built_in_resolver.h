// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "sources/built_in_modules.h"
#include "sources/module_resolver.h"

namespace sendoff::sources {

// Modules that are built in, whatever version of them is asked for: with another than there is, the
// answer has a warning.
class BuiltInResolver final : public ModuleResolver {
 public:
  // `modules` outlive it.
  explicit BuiltInResolver(std::span<const BuiltInModuleSource> modules) : modules_(modules) {}

  std::optional<Result<ResolvedModule>> Resolve(const ModuleRequest& request) const override;

 private:
  const std::span<const BuiltInModuleSource> modules_;
};

}  // namespace sendoff::sources
