// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

namespace sendoff::sources {

// Whether a name ends as those of files do that a step may load: .js, .mjs, .cjs, .json, .ts, .mts,
// .cts; and .jsx and .tsx, so that they can be refused for what they are.
bool IsSourceName(std::string_view path);

// What a source may be read from.
enum class SourceKind {
  kFile,        // a regular file
  kDescriptor,  // or a pipe, which is read to its end, however long its writer takes
};

// The text of a source that is open as `fd`, UTF-8, without a byte order mark; a first line `#!...`
// becomes a comment. `path` is for messages. Fails with kIo, saying what stands in the way: a
// folder, a device, unreadable, too large, another encoding. Any thread.
Result<std::string> ReadSource(int fd, const std::string& path, SourceKind kind);

}  // namespace sendoff::sources
