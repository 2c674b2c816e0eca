// SPDX-License-Identifier: MIT
#include "cli/input/accounts.h"

#include <string_view>
#include <utility>

#include "cli/input/input.h"

namespace sendoff::cli {
namespace {

constexpr std::string_view kPrefix = "SENDOFF_AUTH_";

}  // namespace

Result<std::map<std::string, std::string>> TakeAccounts(
    const char* const* environment, std::map<std::string, std::string>* step_environment) {
  std::map<std::string, std::string> accounts;
  for (auto variable = step_environment->begin(); variable != step_environment->end();) {
    if (variable->first.starts_with(kPrefix)) {
      accounts[variable->first] = std::move(variable->second);
      variable = step_environment->erase(variable);
    } else {
      ++variable;
    }
  }
  for (; *environment != nullptr; ++environment) {
    const std::string_view variable = *environment;
    const size_t equals = variable.find('=');
    if (!variable.starts_with(kPrefix) || equals == std::string_view::npos) continue;
    accounts.emplace(variable.substr(0, equals), variable.substr(equals + 1));
  }
  std::map<std::string, std::string> by_name;
  for (const auto& [variable, argument] : accounts) {
    if (IsStandardInput(argument)) {
      return Error{ErrorCode::kUsage, variable + " must be a JSON object, or @FILE"};
    }
    Result<std::string> json = ReadJsonArgument(variable, argument, JsonShape::kObject);
    if (!json.ok()) return std::move(json.error());
    by_name[variable.substr(kPrefix.size())] = std::move(*json);
  }
  return by_name;
}

}  // namespace sendoff::cli
