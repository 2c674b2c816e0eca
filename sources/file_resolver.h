// SPDX-License-Identifier: MIT
#pragma once

#include "sources/module_resolver.h"
#include "sources/source_root.h"

namespace sendoff::sources {

// Relative and absolute paths and file: URLs, of files in the root whose names end as a source's
// do. In a TypeScript file also what tsc would take: "./x.js" for x.ts, and "./x". Errors are
// kModuleNotFound and kOutsideRoot.
class FileResolver final : public ModuleResolver {
 public:
  // `root` outlives it.
  explicit FileResolver(const SourceRoot& root) : root_(root) {}

  std::optional<Result<ResolvedModule>> Resolve(const ModuleRequest& request) const override;

 private:
  Result<ResolvedModule> Find(std::string path, const ModuleRequest& request) const;

  const SourceRoot& root_;
};

}  // namespace sendoff::sources
