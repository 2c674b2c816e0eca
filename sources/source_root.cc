// SPDX-License-Identifier: MIT
#include "sources/source_root.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>

#include "sources/source_file.h"

namespace sendoff::sources {
namespace {

namespace fs = std::filesystem;

// How often the kernel is asked again when a folder was moved while it looked.
constexpr int kTries = 8;

std::string Absolute(const std::string& path) {
  std::error_code ignored;
  return fs::absolute(path, ignored).lexically_normal().string();
}

std::optional<std::string> RealName(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> name(realpath(path.c_str(), nullptr), &std::free);
  if (!name) return std::nullopt;
  return name.get();
}

// What of `path` is below `folder`: "." for the folder itself. Both are absolute.
std::optional<std::string> Below(const std::string& folder, std::string_view path) {
  // To the system the name would end there.
  if (path.find('\0') != path.npos || !path.starts_with(folder)) return std::nullopt;
  path.remove_prefix(folder.size());
  if (!folder.ends_with('/') && !path.empty()) {
    if (path.front() != '/') return std::nullopt;
    path.remove_prefix(1);
  }
  return path.empty() ? "." : std::string(path);
}

// Names that the system has for what this process has open.
bool IsOwnDescriptor(std::string_view path) {
  return path == "/dev/stdin" || path.starts_with("/dev/fd/") || path.starts_with("/proc/self/fd/");
}

// Opens `name` below `folder`, of which no part may be a symbolic link.
Descriptor Walk(int folder, std::string_view name, int flags) {
  Descriptor last(-1);
  int at = folder;
  for (;;) {
    const size_t end = name.find('/');
    const std::string part(name.substr(0, end));
    const bool is_last = end == name.npos;
    last = Descriptor(openat(at, part.c_str(),
                             O_NOFOLLOW | O_CLOEXEC | (is_last ? flags : O_PATH | O_DIRECTORY)));
    if (is_last || !last.is_open()) return last;
    at = last.fd();
    name.remove_prefix(end + 1);
  }
}

}  // namespace

Result<SourceRoot> SourceRoot::Open(const std::string& folder, const std::string& step_file) {
  if (folder.find('\0') != folder.npos || step_file.find('\0') != step_file.npos) {
    return Error{ErrorCode::kIo, "the name of a file has a NUL in it"};
  }
  std::string step_path = Absolute(step_file);
  const std::string own = fs::path(step_path).parent_path().string();
  std::string path = folder.empty() ? own : Absolute(folder);
  if (path.size() > 1 && path.ends_with('/')) path.pop_back();
  if (!Below(path, step_path)) {
    // They may be names of the same folder.
    const std::optional<std::string> real_path = RealName(path);
    const std::optional<std::string> real_own = RealName(own);
    if (!real_path || !real_own || !Below(*real_path, *real_own)) {
      return Error{ErrorCode::kOutsideRoot,
                   step_file + " is not in the step's root, " + path + " (StepInput::root)"};
    }
    path = *real_path;
    step_path = (fs::path(*real_own) / fs::path(step_path).filename()).string();
  }
  Descriptor opened(open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) {
    const std::string what = folder.empty() ? "read " + step_path : "open the step's root, " + path;
    return Error{ErrorCode::kIo, "cannot " + what + ": " + std::strerror(errno)};
  }
  return SourceRoot(std::move(path), std::move(step_path), std::move(opened));
}

SourceRoot::Entry SourceRoot::Look(const std::string& path) const {
  if (path == step_path_ && IsOwnDescriptor(path)) return Entry::kFile;
  const Descriptor entry = OpenBeneath(path, O_PATH);
  if (!entry.is_open()) return errno == EXDEV ? Entry::kOutside : Entry::kNone;
  struct stat status;
  if (fstat(entry.fd(), &status) != 0) return Entry::kNone;
  if (S_ISREG(status.st_mode)) return Entry::kFile;
  return S_ISDIR(status.st_mode) ? Entry::kFolder : Entry::kOther;
}

Result<std::string> SourceRoot::Read(const std::string& path) const {
  // Without O_NONBLOCK, opening a pipe waits for its writer.
  constexpr int kFlags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  const bool is_descriptor = path == step_path_ && IsOwnDescriptor(path);
  const Descriptor file =
      is_descriptor ? Descriptor(open(path.c_str(), kFlags)) : OpenBeneath(path, kFlags);
  if (!file.is_open() && errno == EXDEV) {
    return Error{ErrorCode::kOutsideRoot, "cannot read " + path +
                                              ": it leads out of the step's root, " + path_ +
                                              " (StepInput::root)"};
  }
  if (!file.is_open()) {
    return Error{ErrorCode::kIo, "cannot read " + path + ": " + std::strerror(errno)};
  }
  if (!is_descriptor) return ReadSource(file.fd(), path, SourceKind::kFile);
  fcntl(file.fd(), F_SETFL, fcntl(file.fd(), F_GETFL) & ~O_NONBLOCK);
  return ReadSource(file.fd(), path, SourceKind::kDescriptor);
}

Descriptor SourceRoot::OpenBeneath(const std::string& path, int flags) const {
  const std::optional<std::string> name = Below(path_, path);
  if (!name) {
    errno = EXDEV;
    return Descriptor(-1);
  }
  open_how how{};
  how.flags = static_cast<uint64_t>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  for (int i = 0; i < kTries; ++i) {
    Descriptor opened(
        static_cast<int>(syscall(SYS_openat2, folder_.fd(), name->c_str(), &how, sizeof(how))));
    if (opened.is_open()) return opened;
    if (errno != EAGAIN && errno != EINTR) break;
  }
  // An absolute link, which may lead to a place in the root; or a kernel, or a sandbox, that does
  // not have this call.
  if (errno == EXDEV || errno == ENOSYS || errno == EPERM) return OpenByRealName(path, flags);
  return Descriptor(-1);
}

Descriptor SourceRoot::OpenByRealName(const std::string& path, int flags) const {
  const bool leads_out = errno == EXDEV;
  const std::optional<std::string> root = RealName(path_);
  const std::optional<std::string> real = root ? RealName(path) : std::nullopt;
  const std::optional<std::string> name = real ? Below(*root, *real) : std::nullopt;
  if (name) return Walk(folder_.fd(), *name, flags);
  // Whether there is anything at the end of a link that leads out is nobody's business.
  if (real || leads_out) errno = EXDEV;
  return Descriptor(-1);
}

}  // namespace sendoff::sources
