// SPDX-License-Identifier: MIT
#include "sources/specifier.h"

#include <array>
#include <cctype>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

#include "sources/source_file.h"
#include "sources/source_root.h"
#include "sources/type_stripper.h"

namespace sendoff::sources {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWhatIs =
    "In this version a step can use files of its own by a relative path, such as './helper.mjs'";

constexpr std::array<std::string_view, 37> kNodeModules = {"assert",
                                                           "async_hooks",
                                                           "buffer",
                                                           "child_process",
                                                           "cluster",
                                                           "console",
                                                           "constants",
                                                           "crypto",
                                                           "dgram",
                                                           "dns",
                                                           "domain",
                                                           "events",
                                                           "fs",
                                                           "http",
                                                           "http2",
                                                           "https",
                                                           "inspector",
                                                           "module",
                                                           "net",
                                                           "os",
                                                           "path",
                                                           "punycode",
                                                           "process",
                                                           "perf_hooks",
                                                           "querystring",
                                                           "readline",
                                                           "stream",
                                                           "timers",
                                                           "tls",
                                                           "tty",
                                                           "string_decoder",
                                                           "url",
                                                           "util",
                                                           "v8",
                                                           "vm",
                                                           "worker_threads",
                                                           "zlib"};

Error NotFound(std::string message) { return {ErrorCode::kModuleNotFound, std::move(message)}; }

bool IsPath(std::string_view text) {
  return text.starts_with("./") || text.starts_with("../") || text.starts_with("/") ||
         text == "." || text == "..";
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The path of a file: URL without a host.
std::optional<std::string> PathOfFileUrl(std::string_view url) {
  std::string_view rest = url.substr(std::string_view("file:").size());
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    if (rest.starts_with("localhost/")) rest.remove_prefix(9);
  }
  rest = rest.substr(0, rest.find_first_of("?#"));
  if (!rest.starts_with("/")) return std::nullopt;
  std::string path;
  for (size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '%' && i + 2 < rest.size() && HexDigit(rest[i + 1]) >= 0 &&
        HexDigit(rest[i + 2]) >= 0) {
      path += static_cast<char>(HexDigit(rest[i + 1]) * 16 + HexDigit(rest[i + 2]));
      i += 2;
    } else {
      path += rest[i];
    }
  }
  if (path.find('\0') != std::string::npos) return std::nullopt;
  return path;
}

// Why a specifier that is no path cannot be had.
Error Unavailable(std::string_view specifier) {
  const std::string quoted = "'" + std::string(specifier) + "'";
  const std::string_view name = specifier.substr(0, specifier.find('/'));
  bool is_node = specifier.starts_with("node:");
  for (const std::string_view known : kNodeModules) is_node = is_node || name == known;
  if (is_node) {
    return NotFound("the Node module " + quoted + " is not available in this version of sendoff. " +
                    std::string(kWhatIs) + ", and the globals that docs/steps.md lists");
  }
  const size_t colon = specifier.find(':');
  if (colon != std::string_view::npos && colon > 1 && std::isalpha(specifier[0]) != 0) {
    return NotFound(quoted + " cannot be imported: only files of this machine can. " +
                    std::string(kWhatIs));
  }
  constexpr std::string_view kPipedream = "@pipedream/";
  if (specifier.starts_with(kPipedream)) {
    return NotFound("the package " + quoted +
                    " of Pipedream's own is not available in sendoff: write "
                    "the app in a file of your own, or declare the prop as { type: 'app', app: '" +
                    std::string(specifier.substr(kPipedream.size())) +
                    "' } and make its requests with axios");
  }
  return NotFound("the npm package " + quoted + " is not available in this version of sendoff. " +
                  std::string(kWhatIs));
}

// What stands in the way of a path that is written as one.
Error Outside(std::string_view specifier, const SourceRoot& root) {
  return {ErrorCode::kOutsideRoot, "'" + std::string(specifier) + "' is outside the step's root, " +
                                       root.path() +
                                       ", and a step reads no file there (StepInput::root)"};
}

Error NoSource(std::string_view specifier) {
  return NotFound("'" + std::string(specifier) +
                  "' does not end as a source does: a step can load .js, .mjs, .cjs, .json, .ts, "
                  ".mts and .cts files");
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

// The absolute path that a specifier means, whatever is there.
Result<std::string> PathOf(std::string_view specifier, const std::string& referrer) {
  if (specifier.find('\0') != specifier.npos) return NotFound("no file has a NUL in its name");
  if (specifier.starts_with("file:")) {
    const std::optional<std::string> decoded = PathOfFileUrl(specifier);
    if (!decoded) return NotFound("'" + std::string(specifier) + "' is no file of this machine");
    return fs::path(*decoded).lexically_normal().string();
  }
  if (!IsPath(specifier)) return Unavailable(specifier);
  return (fs::path(referrer).parent_path() / fs::path(specifier)).lexically_normal().string();
}

}  // namespace

Result<std::string> ResolveSpecifier(std::string_view specifier, const std::string& referrer,
                                     ImportKind kind, const SourceRoot& root) {
  Result<std::string> meant = PathOf(specifier, referrer);
  if (!meant.ok()) return meant;
  std::string& path = *meant;
  const SourceRoot::Entry entry = root.Look(path);
  if (entry == SourceRoot::Entry::kOutside) return Outside(specifier, root);
  if (entry == SourceRoot::Entry::kOther) {
    return NotFound("'" + std::string(specifier) + "' is not a file");
  }
  const bool is_file = entry == SourceRoot::Entry::kFile;
  if (is_file && (IsSourceName(path) || path == root.step_path())) return path;
  if (path.ends_with("/")) path.pop_back();
  const Finder finder(root);
  if (kind == ImportKind::kRequire) {
    if (std::optional<std::string> found = finder.TryRequire(path)) return *std::move(found);
  }
  if (IsTypeScript(referrer)) {
    if (std::optional<std::string> found = finder.TryTypeScript(path)) return *std::move(found);
  }
  if (is_file) return NoSource(specifier);
  return NotFound("there is no file '" + std::string(specifier) + "' beside this one" +
                  finder.Suggestion(path, specifier));
}

std::string FileUrl(std::string_view path) {
  constexpr std::string_view kPlain = "/-_.!~*'():@&=+$,";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string url = "file://";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && (std::isalnum(byte) != 0 || kPlain.find(c) != std::string_view::npos)) {
      url += c;
    } else {
      url += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return url;
}

}  // namespace sendoff::sources
