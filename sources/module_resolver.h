// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sendoff::sources {

// How a specifier was written: it decides which files are tried.
enum class ImportKind {
  kImport,   // import and import(): the file's whole name
  kRequire,  // require(): ends of names and index files are tried, as in Node
};

// How many bytes a specifier may have, and a path. The system's own limit is lower.
inline constexpr size_t kMostPathBytes = 64 << 10;

// What a file of the step asks for.
struct ModuleRequest {
  std::string_view specifier;   // as it is written: "./helper.mjs", "axios@1.6"
  const std::string& referrer;  // absolute path of the file that has it
  ImportKind kind;
};

// Which module that is.
struct ResolvedModule {
  std::string path;     // a file's, absolute; or a module's that is built in, with kBuiltInScheme
  std::string warning;  // what the step's author should know of it; mostly empty
};

// One kind of module: it answers for what is its own and passes on the rest. Links of a
// ResolverChain. One run, on its thread.
class ModuleResolver {
 public:
  virtual ~ModuleResolver() = default;

  // None: the request is not for this one, the next is asked. An error ends the search, too; its
  // message says what is wrong and how to mend it, not where. May look at the file system.
  virtual std::optional<Result<ResolvedModule>> Resolve(const ModuleRequest& request) const = 0;

 protected:
  static Error NotFound(std::string message) {
    return {ErrorCode::kModuleNotFound, std::move(message)};
  }
};

}  // namespace sendoff::sources
