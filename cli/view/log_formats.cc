// SPDX-License-Identifier: MIT
#include "cli/view/log_formats.h"

#include <array>
#include <utility>
#include <vector>

#include "report/har/har_reader.h"
#include "report/page/run_document.h"

namespace sendoff::cli {
namespace {

Result<void> ReadHar(const std::string& document, PageLines* lines) {
  Result<std::vector<std::string>> read = LinesOfHar(document);
  if (!read.ok()) return std::move(read.error());
  for (const std::string& line : *read) lines->Add(line);
  return {};
}

constexpr std::array kFormats = {
    LogFormat{LooksLikeHar, ReadHar},
    LogFormat{IsRunDocument, ReadRunDocument},
};

}  // namespace

const LogFormat* FormatOf(std::string_view beginning) {
  const size_t first = beginning.find_first_not_of(" \t\r\n");
  if (first == beginning.npos) return nullptr;
  for (const LogFormat& format : kFormats) {
    if (format.is(beginning.substr(first))) return &format;
  }
  return nullptr;
}

}  // namespace sendoff::cli
