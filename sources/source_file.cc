// SPDX-License-Identifier: MIT
#include "sources/source_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/text_encoding.h"

namespace sendoff::sources {
namespace {

constexpr off_t kMaxBytes = off_t{64} << 20;
constexpr const char* kTooLarge = "it is larger than 64 MiB";

Error Fail(const std::string& path, const std::string& why) {
  return {ErrorCode::kIo, "cannot read " + path + ": " + why};
}

Result<std::string> ReadAll(int fd, const std::string& path) {
  std::string text;
  std::array<char, 64 << 10> buffer;
  for (;;) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got == 0) return text;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Fail(path, std::strerror(errno));
    text.append(buffer.data(), static_cast<size_t>(got));
    if (text.size() > size_t{kMaxBytes}) return Fail(path, kTooLarge);
  }
}

}  // namespace

bool IsSourceName(std::string_view path) {
  constexpr std::string_view kEndings[] = {".js",  ".mjs", ".cjs", ".json", ".ts",
                                           ".mts", ".cts", ".jsx", ".tsx"};
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [path](std::string_view ending) { return path.ends_with(ending); });
}

Result<std::string> ReadSource(int fd, const std::string& path, SourceKind kind) {
  struct stat status;
  if (fstat(fd, &status) != 0) return Fail(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return Fail(path, "it is a folder");
  // A device may never end.
  const bool is_pipe = kind == SourceKind::kDescriptor && S_ISFIFO(status.st_mode);
  if (!S_ISREG(status.st_mode) && !is_pipe) return Fail(path, "it is not a file");
  if (status.st_size > kMaxBytes) return Fail(path, kTooLarge);
  Result<std::string> text = ReadAll(fd, path);
  if (!text.ok()) return text;
  if (const auto why = WhyNotUtf8(*text)) return Fail(path, "it is " + *why);
  text->erase(0, text->size() - WithoutByteOrderMark(*text).size());
  if (text->starts_with("#!")) text->replace(0, 2, "//");
  return text;
}

}  // namespace sendoff::sources
