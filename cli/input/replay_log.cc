// SPDX-License-Identifier: MIT
#include "cli/input/replay_log.h"

#include <sendoff/json.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text_encoding.h"
#include "cli/input/input.h"

namespace sendoff::cli {
namespace {

constexpr size_t kToldLines = 10;  // of those that are damaged

// The lines of one log, and what is wrong with them.
struct Lines {
  std::vector<Record> records;
  size_t good = 0;
  std::vector<std::string> damages;  // "line 7: it is ..."
};

void AddLine(std::string_view line, size_t number, Lines* lines) {
  Result<std::optional<Record>> record = RecordFromJson(line);
  if (!record.ok()) {
    lines->damages.push_back("line " + std::to_string(number) + ": " + record.error().message);
    return;
  }
  ++lines->good;
  if (*record) lines->records.push_back(std::move(**record));
}

Lines ReadLines(std::string_view text) {
  Lines lines;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trim(text.substr(0, end));
    if (!line.empty()) AddLine(line, number, &lines);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

Result<std::vector<Record>> ReadReplayLog(const std::string& path,
                                          std::vector<std::string>* warnings) {
  // As it is: who dies while writing may leave half a character.
  Result<std::string> text = ReadFile(path);
  if (!text.ok()) {
    return Error{text.error().code, "--replay: " + text.error().message +
                                        "; expected a file of --log, such as --replay run.jsonl"};
  }
  Lines lines = ReadLines(WithoutByteOrderMark(*text));
  if (lines.good == 0 && !lines.damages.empty()) {
    return Error{ErrorCode::kUsage, "--replay: " + path + " is no log: " + lines.damages.front() +
                                        "; expected a file of --log, such as --replay run.jsonl"};
  }
  const size_t told = std::min(lines.damages.size(), kToldLines);
  for (size_t i = 0; i < told; ++i) {
    warnings->push_back("--replay: " + path + ", " + lines.damages[i] + "; it answers nothing");
  }
  if (told < lines.damages.size()) {
    warnings->push_back("--replay: " + path + " has " +
                        std::to_string(lines.damages.size() - told) + " damaged lines more");
  }
  return std::move(lines.records);
}

}  // namespace sendoff::cli
