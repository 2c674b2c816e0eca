// SPDX-License-Identifier: MIT
#include "cli/view/log_input.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include "base/text_encoding.h"
#include "cli/input/input.h"
#include "cli/view/log_formats.h"

namespace sendoff::cli {
namespace {

// A record has a request's body whole, 10 MiB by default, in base64 at worst.
constexpr size_t kMaxLine = size_t{64} << 20;
constexpr size_t kMaxDocument = size_t{256} << 20;
constexpr size_t kBlock = 64 << 10;

// Puts lines together of blocks as they come.
class LineSplitter {
 public:
  explicit LineSplitter(PageLines* lines) : lines_(lines) {}

  void Add(std::string_view block) {
    for (size_t end = block.find('\n'); end != block.npos; end = block.find('\n')) {
      Append(block.substr(0, end));
      EndLine();
      block.remove_prefix(end + 1);
    }
    Append(block);
  }

  // What stands behind the last line end.
  void Close() {
    if (!line_.empty()) EndLine();
  }

 private:
  void Append(std::string_view part) {
    is_too_long_ |= line_.size() + part.size() > kMaxLine;
    if (!is_too_long_) line_ += part;
  }

  void EndLine() {
    is_too_long_ ? lines_->AddDamaged(line_) : lines_->Add(line_);
    line_.clear();
    is_too_long_ = false;
  }

  PageLines* const lines_;
  std::string line_;
  bool is_too_long_ = false;
};

// A log while it is read.
class Source {
 public:
  Source(std::string name, std::FILE* file) : name_(std::move(name)), file_(file) {}

  // The next block; empty at the end.
  Result<std::string> Read() {
    std::string block(kBlock, '\0');
    block.resize(std::fread(block.data(), 1, block.size(), file_));
    if (std::ferror(file_) == 0) return block;
    return Error{ErrorCode::kIo, "cannot read " + name_ + ": " + std::strerror(errno)};
  }

  // All that is left, behind `beginning`.
  Result<std::string> ReadAll(std::string beginning) {
    while (beginning.size() <= kMaxDocument) {
      Result<std::string> block = Read();
      if (!block.ok()) return block;
      if (block->empty()) return beginning;
      beginning += *block;
    }
    return Error{ErrorCode::kIo, "cannot read " + name_ + ": it has more than 256 MiB"};
  }

  const std::string& name() const { return name_; }

 private:
  const std::string name_;  // as messages call it
  std::FILE* const file_;
};

Result<void> ReadLines(Source* source, std::string_view beginning, PageLines* lines) {
  LineSplitter splitter(lines);
  splitter.Add(WithoutByteOrderMark(beginning));
  for (;;) {
    const Result<std::string> block = source->Read();
    if (!block.ok()) return block.error();
    if (block->empty()) break;
    splitter.Add(*block);
  }
  splitter.Close();
  return {};
}

Result<void> ReadDocument(Source* source, const LogFormat& format, std::string beginning,
                          PageLines* lines) {
  Result<std::string> document = source->ReadAll(std::move(beginning));
  if (!document.ok()) return std::move(document.error());
  Result<void> read = format.read(*document, lines);
  if (!read.ok()) read.error().message.insert(0, "cannot read " + source->name() + ": ");
  return read;
}

Result<void> Read(Source source, PageLines* lines) {
  Result<std::string> beginning = source.Read();
  if (!beginning.ok()) return std::move(beginning.error());
  if (beginning->starts_with("\x1f\x8b")) {
    return Error{ErrorCode::kUsage, source.name() +
                                        " is compressed by gzip; give it unpacked: zcat FILE | "
                                        "sendoff view -"};
  }
  const LogFormat* format = FormatOf(WithoutByteOrderMark(*beginning));
  if (format != nullptr) return ReadDocument(&source, *format, std::move(*beginning), lines);
  return ReadLines(&source, *beginning, lines);
}

}  // namespace

Result<void> ReadLog(const std::string& name, PageLines* lines) {
  if (name == "-") {
    lines->BeginLog("standard input");
    return Read(Source("standard input", stdin), lines);
  }
  Result<InputFile> file = OpenFile(name);
  if (!file.ok()) return std::move(file.error());
  lines->BeginLog(std::filesystem::path(name).filename());
  return Read(Source(name, file->get()), lines);
}

}  // namespace sendoff::cli
