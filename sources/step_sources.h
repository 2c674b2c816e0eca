// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "sources/built_in_modules.h"
#include "sources/module_sources.h"
#include "sources/resolver_chain.h"
#include "sources/source_root.h"

namespace sendoff::sources {

// The modules of a step that is a file of this machine: those that are built in, and the files of
// its root.
class StepSources final : public ModuleSources {
 public:
  // See SourceRoot::Open. Where that fails, whatever is asked for but modules that are built in
  // fails with the same error. `modules` outlive it.
  StepSources(const std::string& root, const std::string& step_file,
              std::span<const BuiltInModuleSource> modules = BuiltInModules());

  const std::string& step_path() const override { return step_path_; }
  Result<ResolvedModule> Resolve(const ModuleRequest& request) const override {
    return chain_.Resolve(request);
  }
  Result<std::string> Read(const std::string& path) const override;
  bool HasFile(const std::string& path) const override;
  std::string_view BuiltIn(std::string_view path) const override;

 private:
  const std::span<const BuiltInModuleSource> modules_;
  const Result<SourceRoot> root_;
  const std::string step_path_;
  ResolverChain chain_;
};

}  // namespace sendoff::sources
