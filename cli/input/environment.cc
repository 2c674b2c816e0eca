// SPDX-License-Identifier: MIT
#include "cli/input/environment.h"

#include <sendoff/redactor.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/nearest.h"
#include "cli/input/env_file.h"
#include "cli/input/input.h"

namespace sendoff::cli {
namespace {

// As a shell has it.
bool IsName(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  return !text.empty() && kLetters.find(text.front()) != kLetters.npos &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return kLetters.find(c) != kLetters.npos || (c >= '0' && c <= '9');
         });
}

std::optional<std::string> Find(const char* const* environment, std::string_view name) {
  for (; *environment != nullptr; ++environment) {
    const std::string_view entry = *environment;
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=') {
      return std::string(entry.substr(name.size() + 1));
    }
  }
  return std::nullopt;
}

Result<EnvFile> ReadEnvFile(const std::string& argument) {
  Result<std::string> text = ReadTextFile(argument);
  if (text.ok()) return ParseEnvFile(*text, argument);
  if (text.error().code != ErrorCode::kIo) return std::move(text.error());
  Error error = std::move(text.error());
  if (const size_t equals = argument.find('='); equals != argument.npos) {
    // Its value may be a secret.
    const std::string name = argument.substr(0, equals);
    error.message = "there is no file " + name + "=..., and " + name +
                    " is no name of a variable: letters, digits and _, such as API_KEY=VALUE";
  } else if (IsName(argument)) {
    error.message += "; and the shell has no variable " + argument +
                     ": export it, or give its value by --env " + argument + "=VALUE";
  } else {
    error.message += "; expected a file such as --env .env, or --env NAME or --env NAME=VALUE";
  }
  return error;
}

}  // namespace

Result<std::map<std::string, std::string>> ReadEnvironment(
    const std::vector<std::string>& arguments, const char* const* shell,
    std::vector<std::string>* warnings) {
  std::map<std::string, std::string> variables;
  for (const std::string& argument : arguments) {
    const size_t equals = argument.find('=');
    if (equals != argument.npos && IsName(argument.substr(0, equals))) {
      variables[argument.substr(0, equals)] = argument.substr(equals + 1);
      continue;
    }
    if (IsName(argument)) {
      if (std::optional<std::string> value = Find(shell, argument)) {
        variables[argument] = std::move(*value);
        continue;
      }
    }
    Result<EnvFile> file = ReadEnvFile(argument);
    if (!file.ok()) return Error{file.error().code, "--env: " + file.error().message};
    for (auto& [name, value] : file->variables) variables[name] = std::move(value);
    std::move(file->warnings.begin(), file->warnings.end(), std::back_inserter(*warnings));
  }
  return variables;
}

namespace {

Error NoVariable(const std::string& name, const std::map<std::string, std::string>& variables) {
  std::vector<std::string> known;
  known.reserve(variables.size());
  for (const auto& [variable, value] : variables) known.push_back(variable);
  std::string advice = DidYouMean(name, known);
  if (advice.empty()) advice = "; give it, too, such as --env API_KEY --secret API_KEY";
  return {ErrorCode::kUsage, "--secret: " + name + " is no variable that --env gives" + advice};
}

std::string TooShort(const std::string& name) {
  return "--secret: the value of " + name + " has fewer than " +
         std::to_string(Redactor::kLeastCharacters) +
         " characters and is not hidden, because it may stand in other words; --redact hides by "
         "the names of headers and fields";
}

}  // namespace

Result<std::vector<std::string>> FindSecrets(const std::vector<std::string>& names,
                                             const std::map<std::string, std::string>& variables,
                                             std::vector<std::string>* warnings) {
  std::vector<std::string> secrets;
  for (const std::string& name : names) {
    const auto found = variables.find(name);
    if (found == variables.end()) return NoVariable(name, variables);
    if (!Redactor::IsLongEnough(found->second)) warnings->push_back(TooShort(name));
    secrets.push_back(found->second);
  }
  return secrets;
}

}  // namespace sendoff::cli
