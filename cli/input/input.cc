// SPDX-License-Identifier: MIT
#include "cli/input/input.h"

#include <fcntl.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>

#include "base/text_encoding.h"
#include "sources/memory_file.h"

namespace sendoff::cli {
namespace {

constexpr size_t kMaxInput = size_t{256} << 20;
constexpr const char* kTooLarge = "it has more than 256 MiB";

Error CannotRead(const std::string& path, const std::string& why) {
  return {ErrorCode::kIo, "cannot read " + path + ": " + why};
}

Result<std::string> ReadAll(std::FILE* file, const std::string& name) {
  std::string text;
  char buffer[64 << 10];
  while (const size_t size = std::fread(buffer, 1, sizeof(buffer), file)) {
    text.append(buffer, size);
    if (text.size() > kMaxInput) {
      return CannotRead(name, kTooLarge);
    }
  }
  if (std::ferror(file) != 0) {
    return CannotRead(name, std::strerror(errno));
  }
  return text;
}

// Whether the system's own names lead to it: then somebody holds its other end already.
bool IsInherited(const std::string& path) {
  return path.starts_with("/dev/") || path.starts_with("/proc/");
}

bool IsTooLarge(std::FILE* file) {
  struct stat status {};
  return fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode) &&
         status.st_size > off_t{kMaxInput};
}

// "line 2, column 7" of the byte at `offset`, both counted from 1.
std::string Position(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t line_start = before.rfind('\n');
  const size_t column =
      line_start == std::string_view::npos ? before.size() + 1 : before.size() - line_start;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

Result<void> CheckShape(const std::string& flag, const std::string& json, JsonShape shape) {
  const size_t first = json.find_first_not_of(" \t\r\n");
  if (shape == JsonShape::kAny || json[first] == '{') return {};
  return Error{ErrorCode::kUsage, flag + " must be a JSON object with one entry for each name, " +
                                      "such as {\"name\": \"value\"}"};
}

Result<void> CheckJson(const std::string& flag, const std::string& json, JsonShape shape) {
  if (const auto why = WhyNotUtf8(json)) {
    return Error{ErrorCode::kUsage, flag + " is " + *why};
  }
  // The parser would take it for the end.
  if (const size_t nul = json.find('\0'); nul != json.npos) {
    return Error{ErrorCode::kUsage, flag + " is not JSON, at " + Position(json, nul) +
                                        ": it has a NUL character there. In a string, write "
                                        "\\u0000."};
  }
  rapidjson::MemoryStream stream(json.data(), json.size());
  rapidjson::Reader reader;
  rapidjson::BaseReaderHandler<> ignore;
  const rapidjson::ParseResult parsed =
      reader.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(stream,
                                                                                           ignore);
  if (!parsed.IsError()) return CheckShape(flag, json, shape);
  return Error{ErrorCode::kUsage, flag + " is not JSON, at " + Position(json, parsed.Offset()) +
                                      ": " + rapidjson::GetParseError_En(parsed.Code()) +
                                      " Write JSON, or @FILE to read it from a file."};
}

}  // namespace

Result<InputFile> OpenFile(const std::string& path) {
  // Without waiting for the writer of a pipe.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return CannotRead(path, std::strerror(errno));
  struct stat status {};
  if (fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode) && !IsInherited(path)) {
    close(fd);
    return CannotRead(path, "it is a named pipe; give a file, or - and pipe it to standard input");
  }
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  return InputFile(fdopen(fd, "rb"));
}

Result<std::string> ReadFile(const std::string& path) {
  Result<InputFile> file = OpenFile(path);
  if (!file.ok()) return std::move(file.error());
  if (IsTooLarge(file->get())) return CannotRead(path, kTooLarge);
  return ReadAll(file->get(), path);
}

Result<std::string> ReadTextFile(const std::string& path) {
  Result<std::string> text = path == "-" ? ReadAll(stdin, "standard input") : ReadFile(path);
  if (!text.ok()) return text;
  if (const auto why = WhyNotUtf8(*text)) {
    return Error{ErrorCode::kUsage, (path == "-" ? "standard input" : path) + " is " + *why};
  }
  return std::string(WithoutByteOrderMark(*text));
}

Result<std::string> OpenStandardInput() {
  Result<std::string> text = ReadAll(stdin, "standard input");
  if (!text.ok()) return text;
  Result<sources::MemoryFile> file = sources::MemoryFile::Create(*text);
  if (!file.ok()) return std::move(file.error());
  if (dup2(file->fd(), STDIN_FILENO) < 0) return CannotRead("standard input", std::strerror(errno));
  return std::string("/dev/stdin");
}

Result<void> CheckReadable(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return CannotRead(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return CannotRead(path, std::strerror(EISDIR));
  if (!S_ISREG(status.st_mode) && !IsInherited(path)) return CannotRead(path, "it is not a file");
  if (access(path.c_str(), R_OK) != 0) return CannotRead(path, std::strerror(errno));
  return {};
}

bool IsSameFile(const std::string& a, const std::string& b) {
  struct stat one {};
  struct stat other {};
  return stat(a.c_str(), &one) == 0 && stat(b.c_str(), &other) == 0 && one.st_dev == other.st_dev &&
         one.st_ino == other.st_ino;
}

bool IsStandardInput(const std::string& argument) { return argument == "-" || argument == "@-"; }

Result<std::string> ReadJsonArgument(const std::string& flag, const std::string& argument,
                                     JsonShape shape) {
  Result<std::string> text = IsStandardInput(argument)   ? ReadAll(stdin, "standard input")
                             : argument.starts_with('@') ? ReadFile(argument.substr(1))
                                                         : Result<std::string>(argument);
  if (!text.ok()) {
    text.error().message.insert(0, flag + ": ");
    return text;
  }
  text = std::string(WithoutByteOrderMark(*text));
  Result<void> checked = CheckJson(flag, *text, shape);
  if (checked.ok()) return text;
  Error error = std::move(checked.error());
  if (access(argument.c_str(), R_OK) == 0) {
    error.message += " There is a file of that name: " + flag + " @" + argument + " reads it.";
  }
  return error;
}

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace sendoff::cli
