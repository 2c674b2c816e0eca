// SPDX-License-Identifier: MIT
#include "sources/step_sources.h"

#include <memory>
#include <optional>
#include <utility>

#include "sources/built_in_resolver.h"
#include "sources/file_resolver.h"
#include "sources/node_module_resolver.h"
#include "sources/package_resolver.h"
#include "sources/source_file.h"

namespace sendoff::sources {
namespace {

// In the place of the files that cannot be had: says why.
class NoFiles final : public ModuleResolver {
 public:
  explicit NoFiles(Error why) : why_(std::move(why)) {}

  std::optional<Result<ResolvedModule>> Resolve(const ModuleRequest&) const override {
    return why_;
  }

 private:
  const Error why_;
};

}  // namespace

StepSources::StepSources(const std::string& root, const std::string& step_file,
                         std::span<const BuiltInModuleSource> modules)
    : modules_(modules),
      root_(SourceRoot::Open(root, step_file)),
      step_path_(root_.ok() ? root_.value().step_path() : step_file) {
  chain_.Add(std::make_unique<BuiltInResolver>(modules_));
  if (!root_.ok()) {
    chain_.Add(std::make_unique<NoFiles>(root_.error()));
    return;
  }
  chain_.Add(std::make_unique<FileResolver>(*root_));
  chain_.Add(std::make_unique<NodeModuleResolver>());
  chain_.Add(std::make_unique<PackageResolver>());
}

Result<std::string> StepSources::Read(const std::string& path) const {
  return root_.ok() ? root_->Read(path) : Result<std::string>(root_.error());
}

bool StepSources::HasFile(const std::string& path) const {
  return IsSourceName(path) && root_.ok() && root_->Look(path) == SourceRoot::Entry::kFile;
}

std::string_view StepSources::BuiltIn(std::string_view path) const {
  return BuiltInText(modules_, path);
}

}  // namespace sendoff::sources
