// SPDX-License-Identifier: MIT
#include "sources/file_resolver.h"

#include <filesystem>
#include <span>
#include <utility>

#include "sources/file_url.h"
#include "sources/source_file.h"
#include "sources/type_stripper.h"

namespace sendoff::sources {
namespace {

namespace fs = std::filesystem;

bool IsPath(std::string_view text) {
  return text.starts_with("./") || text.starts_with("../") || text.starts_with("/") ||
         text == "." || text == "..";
}

// Finds files in a root.
class Finder {
 public:
  explicit Finder(const SourceRoot& root) : root_(root) {}

  bool IsFile(const std::string& path) const {
    return root_.Look(path) == SourceRoot::Entry::kFile;
  }

  std::optional<std::string> TryEndings(const std::string& path,
                                        std::span<const std::string_view> endings) const {
    for (const std::string_view ending : endings) {
      std::string whole = path + std::string(ending);
      if (IsFile(whole)) return whole;
    }
    return std::nullopt;
  }

  // What a TypeScript file may call another by: the name that the other's JavaScript will have, or
  // a name without its end.
  std::optional<std::string> TryTypeScript(const std::string& path) const {
    constexpr std::pair<std::string_view, std::string_view> kMade[] = {
        {".js", ".ts"}, {".mjs", ".mts"}, {".cjs", ".cts"}};
    for (const auto& [made, written] : kMade) {
      if (!path.ends_with(made)) continue;
      std::string whole = path.substr(0, path.size() - made.size()) + std::string(written);
      if (IsFile(whole)) return whole;
    }
    constexpr std::string_view kEndings[] = {".ts",       ".mts",       ".cts",      ".js",
                                             ".mjs",      ".cjs",       ".json",     "/index.ts",
                                             "/index.js", "/index.mts", "/index.mjs"};
    return TryEndings(path, kEndings);
  }

  std::optional<std::string> TryRequire(const std::string& path) const {
    constexpr std::string_view kEndings[] = {".js",       ".cjs",      ".json",      ".ts",
                                             ".cts",      "/index.js", "/index.cjs", "/index.json",
                                             "/index.ts", "/index.cts"};
    return TryEndings(path, kEndings);
  }

  // What the author may have meant instead of a file that is not there.
  std::string Suggestion(const std::string& path, std::string_view specifier) const {
    for (const char* extension : {".mjs", ".js", ".cjs", ".json", ".ts", ".mts", ".cts"}) {
      if (IsFile(path + extension)) {
        return "; write the whole name: '" + std::string(specifier) + extension + "'";
      }
    }
    for (const char* index : {"/index.mjs", "/index.js"}) {
      if (IsFile(path + index)) {
        return "; a folder cannot be imported, write '" + std::string(specifier) + index + "'";
      }
    }
    if (root_.Look(path) == SourceRoot::Entry::kFolder) return "; it is a folder";
    return {};
  }

 private:
  const SourceRoot& root_;
};

}  // namespace

std::optional<Result<ResolvedModule>> FileResolver::Resolve(const ModuleRequest& request) const {
  const std::string_view specifier = request.specifier;
  if (specifier.find('\0') != specifier.npos) return NotFound("no file has a NUL in its name");
  if (specifier.starts_with("file:")) {
    const std::optional<std::string> path = PathOfFileUrl(specifier);
    if (!path) return NotFound("'" + std::string(specifier) + "' is no file of this machine");
    return Find(fs::path(*path).lexically_normal().string(), request);
  }
  if (!IsPath(specifier)) return std::nullopt;
  const fs::path folder = fs::path(request.referrer).parent_path();
  return Find((folder / fs::path(specifier)).lexically_normal().string(), request);
}

// `path` is what the specifier means, whatever is there.
Result<ResolvedModule> FileResolver::Find(std::string path, const ModuleRequest& request) const {
  const std::string quoted = "'" + std::string(request.specifier) + "'";
  const SourceRoot::Entry entry = root_.Look(path);
  if (entry == SourceRoot::Entry::kOutside) {
    return Error{ErrorCode::kOutsideRoot, quoted + " is outside the step's root, " + root_.path() +
                                              ", and a step reads no file there (StepInput::root)"};
  }
  if (entry == SourceRoot::Entry::kOther) return NotFound(quoted + " is not a file");
  const bool is_file = entry == SourceRoot::Entry::kFile;
  if (is_file && (IsSourceName(path) || path == root_.step_path())) {
    return ResolvedModule{std::move(path), {}};
  }
  if (path.ends_with("/")) path.pop_back();
  const Finder finder(root_);
  std::optional<std::string> found;
  if (request.kind == ImportKind::kRequire) found = finder.TryRequire(path);
  if (!found && IsTypeScript(request.referrer)) found = finder.TryTypeScript(path);
  if (found) return ResolvedModule{*std::move(found), {}};
  if (is_file) {
    return NotFound(quoted +
                    " does not end as a source does: a step can load .js, .mjs, .cjs, .json, .ts, "
                    ".mts and .cts files");
  }
  return NotFound("there is no file " + quoted + " beside this one" +
                  finder.Suggestion(path, request.specifier));
}

}  // namespace sendoff::sources
