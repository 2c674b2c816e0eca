// SPDX-License-Identifier: MIT
#include "cli/input/run_files.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/input/input.h"

namespace sendoff::cli {
namespace {

// By their flags; some may not be asked for.
std::vector<std::pair<std::string, std::string>> OutputsOf(const RunFlags& flags) {
  return {{"--log", flags.log_file}, {"--har", flags.har_file}, {"--page", flags.page_file}};
}

std::vector<std::string> InputsOf(const RunFlags& flags) {
  std::vector<std::string> inputs = {flags.file, flags.delivery.ca_file, flags.replay_file};
  inputs.insert(inputs.end(), flags.env.begin(), flags.env.end());
  for (const auto& argument : {flags.event, flags.steps, flags.props, flags.context}) {
    if (argument && argument->starts_with('@')) inputs.push_back(argument->substr(1));
  }
  return inputs;
}

Result<void> CheckStandardInput(const RunFlags& flags) {
  std::vector<std::string> readers;
  if (flags.file == "-") readers.emplace_back("FILE");
  for (const auto& [name, argument] :
       {std::pair("--event", &flags.event), std::pair("--steps", &flags.steps),
        std::pair("--props", &flags.props), std::pair("--context", &flags.context)}) {
    if (*argument && IsStandardInput(**argument)) readers.emplace_back(name);
  }
  for (const std::string& argument : flags.env) {
    if (argument == "-") readers.emplace_back("--env");
  }
  if (flags.delivery.ca_file == "-") readers.emplace_back("--ca");
  if (flags.replay_file == "-") readers.emplace_back("--replay");
  if (readers.size() < 2) return {};
  return Error{ErrorCode::kUsage, readers[1] + ": standard input is read by " + readers[0] +
                                      " already; give one of them as a file"};
}

Error TwoOutputs(const std::string& flag, const std::string& other) {
  return {ErrorCode::kUsage, flag + ": - is standard output, and so is " + other +
                                 ", which has the same records; give one of them a file"};
}

Error NotToBeWritten(const std::string& flag, const std::string& path, const std::string& why) {
  return {ErrorCode::kUsage,
          flag + ": " + path + " is a file that this run " + why + "; give another name"};
}

Result<void> CheckStandardOutput(const RunFlags& flags) {
  std::string taken = flags.json ? "the document of --json" : "";
  for (const auto& [flag, path] : OutputsOf(flags)) {
    if (path != "-") continue;
    if (!taken.empty()) return TwoOutputs(flag, taken);
    taken = "the file of ";
    taken += flag;
  }
  return {};
}

Result<void> CheckOutputs(const RunFlags& flags) {
  const std::vector<std::string> inputs = InputsOf(flags);
  std::vector<std::string> written;
  for (const auto& [flag, path] : OutputsOf(flags)) {
    if (path.empty() || path == "-") continue;
    const auto is_path = [&path = path](const std::string& other) {
      return !other.empty() && (other == path || IsSameFile(other, path));
    };
    if (std::any_of(inputs.begin(), inputs.end(), is_path)) {
      return NotToBeWritten(flag, path, "reads");
    }
    if (std::any_of(written.begin(), written.end(), is_path)) {
      return NotToBeWritten(flag, path, "writes for another flag");
    }
    written.push_back(path);
  }
  return {};
}

}  // namespace

Result<void> CheckRunFiles(const RunFlags& flags) {
  Result<void> good = CheckStandardInput(flags);
  if (good.ok()) good = CheckStandardOutput(flags);
  if (good.ok()) good = CheckOutputs(flags);
  return good;
}

bool TakesStandardOutput(const RunFlags& flags) {
  const auto outputs = OutputsOf(flags);
  return std::any_of(outputs.begin(), outputs.end(),
                     [](const auto& output) { return output.second == "-"; });
}

}  // namespace sendoff::cli
