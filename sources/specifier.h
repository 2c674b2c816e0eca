// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

#include "sources/source_root.h"

namespace sendoff::sources {

// How a specifier was written: it decides which files are tried.
enum class ImportKind {
  kImport,   // import and import(): the file's whole name
  kRequire,  // require(): ends of names and index files are tried, as in Node
};

// The absolute path of the file that `specifier` means in the file `referrer`. Relative and
// absolute paths and file: URLs, of files in the root whose names end as a source's do. In a
// TypeScript file also what tsc would take: "./x.js" for x.ts, and "./x". Fails with
// kModuleNotFound or kOutsideRoot; the message says what is wrong and how to mend it, not where.
// Looks at the file system.
Result<std::string> ResolveSpecifier(std::string_view specifier, const std::string& referrer,
                                     ImportKind kind, const SourceRoot& root);

// A path as a file: URL, for import.meta.url.
std::string FileUrl(std::string_view path);

}  // namespace sendoff::sources
