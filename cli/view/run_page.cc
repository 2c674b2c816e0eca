// SPDX-License-Identifier: MIT
#include "cli/view/run_page.h"

#include <sendoff/json.h>

#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>

#include "cli/view/page_file.h"
#include "report/page/page.h"
#include "sources/source_root.h"
#include "sources/typescript_files.h"

namespace sendoff::cli {
namespace {

// "step.mjs:12" of "step.mjs:12:5".
std::string WithoutColumn(const std::string& call_site) {
  return call_site.substr(0, call_site.rfind(':'));
}

// Line numbers that are no numbers are of no file.
std::optional<int> LineNumber(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1) return std::nullopt;
  return number;
}

// Their texts. The step's files are asked for as the step itself could, and no others.
std::map<std::string, std::string> LinesOf(const std::set<std::string>& places,
                                           const std::string& file, const std::string& root) {
  std::map<std::string, std::string> lines;
  const Result<sources::SourceRoot> sources = sources::SourceRoot::Open(root, file);
  if (!sources.ok()) return lines;
  const std::filesystem::path folder = std::filesystem::path(sources->step_path()).parent_path();
  std::map<std::string, std::optional<std::string>> texts;
  for (const std::string& place : places) {
    const size_t colon = place.rfind(':');
    if (colon == place.npos) continue;
    const std::string name = place.substr(0, colon);
    const auto [text, is_new] = texts.try_emplace(name);
    if (is_new) {
      auto read = sources->Read((folder / name).lexically_normal());
      if (read.ok()) text->second = std::move(*read);
    }
    const std::optional<int> number = LineNumber(std::string_view(place).substr(colon + 1));
    if (text->second && number) lines[place] = sources::LineOf(*text->second, *number - 1);
  }
  return lines;
}

}  // namespace

void RunPage::Add(const Record& record) {
  lines_.Add(ToJson(record));
  if (!record.call_site.empty()) places_.insert(WithoutColumn(record.call_site));
}

Result<void> RunPage::Write(const std::string& path, const std::string& file,
                            const std::string& root, const StepResult& step) {
  lines_.Add(ToJson(file, step));
  lines_.AddSources(step.run, LinesOf(places_, file, root));
  return WritePage("--page", path, Page(lines_.Take("--log has them all.")));
}

}  // namespace sendoff::cli
