// SPDX-License-Identifier: MIT
#include "cli/input/step_root.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/input/workspaces.h"
#include "sources/source_root.h"

namespace sendoff::cli {
namespace {

namespace fs = std::filesystem;
using sources::SourceRoot;

bool HasFile(const fs::path& folder, const char* name) {
  std::error_code ignored;
  return fs::is_regular_file(folder / name, ignored);
}

// Empty where there is none.
fs::path PackageAbove(fs::path folder) {
  for (;;) {
    if (HasFile(folder, "package.json") || HasFile(folder, "workflow.yaml")) return folder;
    if (!folder.has_relative_path()) return {};
    folder = folder.parent_path();
  }
}

// The top of the repository of which a package is a part, or the package.
fs::path TopOf(const fs::path& package) {
  for (fs::path folder = package; folder.has_relative_path();) {
    folder = folder.parent_path();
    if (NamesWorkspace(folder.string(), package.lexically_relative(folder).string())) return folder;
  }
  return package;
}

// Empty: the step's own folder.
std::string FindRoot(const std::string& file) {
  std::error_code failed;
  const fs::path folder = fs::canonical(fs::absolute(file, failed).parent_path(), failed);
  if (failed) return {};
  const fs::path package = PackageAbove(folder);
  return package.empty() ? std::string() : TopOf(package).string();
}

}  // namespace

Result<std::string> ChooseRoot(const std::string& root, const std::string& file) {
  std::string chosen = root.empty() ? FindRoot(file) : root;
  const Result<SourceRoot> opened = SourceRoot::Open(chosen, file);
  if (!opened.ok() && opened.error().code != ErrorCode::kOutsideRoot) {
    return Error{ErrorCode::kIo, (root.empty() ? "" : "--root: ") + opened.error().message};
  }
  if (!opened.ok() ||
      opened.value().Look(opened.value().step_path()) == SourceRoot::Entry::kOutside) {
    return Error{ErrorCode::kUsage,
                 file + " is not in the folder that the step may read, " +
                     (opened.ok() ? opened.value().path() : chosen) +
                     ", or a symbolic link that leads out of it; --root names another folder"};
  }
  return chosen;
}

}  // namespace sendoff::cli
