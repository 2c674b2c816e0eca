// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sendoff::cli {

// Whether `folder` is the top of a repository of several packages that counts `member`, a path
// below it, as one of them: by `workspaces` of its package.json, or `packages` of its
// pnpm-workspace.yaml. What cannot be read names nothing.
bool NamesWorkspace(const std::string& folder, const std::string& member);

// Whether a path is what the patterns mean: `*` is any part of a name, `**` any number of names,
// and
// `!` before a pattern takes away what those before it meant.
bool MatchesPatterns(const std::vector<std::string>& patterns, std::string_view path);

// `packages` of a pnpm-workspace.yaml: a list with a line each, or one in brackets.
std::vector<std::string> PnpmPackages(std::string_view yaml);

}  // namespace sendoff::cli
