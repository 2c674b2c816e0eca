// SPDX-License-Identifier: MIT
#include "cli/input/workspaces.h"

#include <fnmatch.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <utility>

#include "cli/input/input.h"

namespace sendoff::cli {
namespace {

std::vector<std::string> Names(std::string_view path) {
  std::vector<std::string> names;
  while (!path.empty()) {
    const size_t end = std::min(path.find('/'), path.size());
    const std::string_view name = path.substr(0, end);
    if (!name.empty() && name != ".") names.emplace_back(name);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return names;
}

// Follows all ways at once on which the pattern's names so far can stand for the path's first ones.
bool Matches(std::string_view pattern, const std::vector<std::string>& path) {
  std::vector<bool> at(path.size() + 1, false);
  at[0] = true;
  for (const std::string& name : Names(pattern)) {
    std::vector<bool> next(path.size() + 1, false);
    bool reached = false;
    for (size_t i = 0; i <= path.size(); ++i) {
      if (name == "**") {
        reached = reached || at[i];
        next[i] = reached;
      } else if (i < path.size() && at[i]) {
        next[i + 1] = fnmatch(name.c_str(), path[i].c_str(), FNM_PERIOD) == 0;
      }
    }
    at = std::move(next);
  }
  return at[path.size()];
}

std::vector<std::string> Strings(const rapidjson::Value& list) {
  std::vector<std::string> texts;
  if (!list.IsArray()) return texts;
  for (const auto& entry : list.GetArray()) {
    if (entry.IsString()) texts.emplace_back(entry.GetString(), entry.GetStringLength());
  }
  return texts;
}

std::vector<std::string> NpmWorkspaces(const std::string& json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return {};
  if (!document.HasMember("workspaces")) return {};
  const rapidjson::Value& found = document["workspaces"];
  if (!found.IsObject()) return Strings(found);
  return found.HasMember("packages") ? Strings(found["packages"]) : std::vector<std::string>();
}

// A scalar, without its quotes or the comment behind it.
std::string Scalar(std::string_view text) {
  text = Trim(text);
  if (!text.empty() && (text.front() == '\'' || text.front() == '"')) {
    return std::string(text.substr(1, text.find(text.front(), 1) - 1));
  }
  return std::string(Trim(text.substr(0, text.find(" #"))));
}

std::vector<std::string> InBrackets(std::string_view text) {
  std::vector<std::string> entries;
  text = text.substr(0, text.find(']'));
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(",\n"), text.size());
    std::string entry = Scalar(text.substr(0, end));
    if (!entry.empty()) entries.push_back(std::move(entry));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return entries;
}

// Takes the next line from the front.
std::string_view TakeLine(std::string_view* text) {
  const size_t end = std::min(text->find('\n'), text->size());
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  return line;
}

}  // namespace

bool MatchesPatterns(const std::vector<std::string>& patterns, std::string_view path) {
  const std::vector<std::string> names = Names(path);
  bool matches = false;
  for (std::string_view pattern : patterns) {
    const bool takes_away = pattern.starts_with('!');
    if (takes_away) pattern.remove_prefix(1);
    if (Matches(pattern, names)) matches = !takes_away;
  }
  return matches;
}

std::vector<std::string> PnpmPackages(std::string_view yaml) {
  constexpr std::string_view kKey = "packages:";
  std::vector<std::string> entries;
  while (!yaml.empty()) {
    const std::string_view line = TakeLine(&yaml);
    if (!line.starts_with(kKey)) continue;
    const std::string_view rest = Trim(line.substr(kKey.size()));
    // Both are parts of the same text.
    if (rest.starts_with('[')) {
      return InBrackets(
          {rest.data() + 1, static_cast<size_t>(yaml.data() + yaml.size() - rest.data() - 1)});
    }
    while (!yaml.empty()) {
      const std::string_view entry = Trim(TakeLine(&yaml));
      if (entry.empty() || entry.starts_with('#')) continue;
      if (!entry.starts_with("- ")) return entries;
      entries.push_back(Scalar(entry.substr(2)));
    }
  }
  return entries;
}

bool NamesWorkspace(const std::string& folder, const std::string& member) {
  Result<std::string> package = ReadTextFile(folder + "/package.json");
  if (package.ok() && MatchesPatterns(NpmWorkspaces(*package), member)) return true;
  Result<std::string> pnpm = ReadTextFile(folder + "/pnpm-workspace.yaml");
  return pnpm.ok() && MatchesPatterns(PnpmPackages(*pnpm), member);
}

}  // namespace sendoff::cli
