// SPDX-License-Identifier: MIT
#include "cli/flags/flag_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <exception>
#include <optional>
#include <string_view>

#include "report/terminal/printable.h"

namespace sendoff::cli {
namespace {

constexpr double kDay = 24 * 3600 * 1000.0;                // ms
constexpr double kTerabyte = 1024.0 * 1024 * 1024 * 1024;  // bytes

std::string Shown(const std::string& text) { return PrintableLine(text.empty() ? "\"\"" : text); }

bool IsBareNumber(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos;
}

struct Unit {
  std::string_view name;
  double milliseconds;
};
constexpr std::array<Unit, 4> kUnits = {{{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}}};

// CLI::AsNumberWithUnit would write the number with six digits on its way.
std::optional<double> Milliseconds(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (std::string_view(at, end) == unit.name) return number * unit.milliseconds;
  }
  return std::nullopt;
}

std::optional<double> Bytes(std::string text) {
  static const CLI::AsSizeValue convert(false);
  try {
    if (convert(text).empty()) return std::stod(text);
  } catch (const std::exception&) {
  }
  return std::nullopt;
}

CLI::Option* AddTimeFrom(double least, CLI::App* command, const std::string& flag,
                         std::chrono::milliseconds* value, const std::string& description) {
  const auto check = [flag, least](std::string& text) -> std::string {
    const std::optional<double> read = Milliseconds(text);
    if (read && *read >= least && *read <= kDay) return "";
    std::string problem =
        "expected a time such as " + flag + " 500ms, 30s or 2m, at most 24h, not " + Shown(text);
    if (IsBareNumber(text)) problem += "; was " + text + "s meant?";
    return problem;
  };
  return command
      ->add_option_function<std::string>(
          flag,
          [value](const std::string& text) {
            *value = std::chrono::milliseconds(std::llround(*Milliseconds(text)));
          },
          description)
      ->check(CLI::Validator(check, ""))
      ->option_text("TIME");
}

}  // namespace

CLI::Validator WholeNumber(const std::string& flag, int64_t least, int64_t most,
                           const std::string& example) {
  const auto check = [=](std::string& text) -> std::string {
    int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && at == end && number >= least && number <= most) return "";
    return "expected a number from " + std::to_string(least) + " to " + std::to_string(most) +
           ", such as " + flag + " " + example + ", not " + Shown(text);
  };
  return CLI::Validator(check, "");
}

CLI::Option* AddTime(CLI::App* command, const std::string& flag, std::chrono::milliseconds* value,
                     const std::string& description) {
  return AddTimeFrom(1, command, flag, value, description);
}

CLI::Option* AddDelay(CLI::App* command, const std::string& flag, std::chrono::milliseconds* value,
                      const std::string& description) {
  CLI::Option* option = AddTimeFrom(0, command, flag, value, description);
  return option->transform(CLI::Validator(
      [](std::string& text) -> std::string {
        if (IsBareNumber(text)) text += "ms";
        return "";
      },
      ""));
}

CLI::Option* AddSize(CLI::App* command, const std::string& flag, uint64_t* value, uint64_t least,
                     const std::string& description) {
  const auto check = [flag, least](std::string& text) -> std::string {
    const std::optional<double> read = Bytes(text);
    if (read && *read >= static_cast<double>(least) && *read <= kTerabyte) return "";
    const std::string range = std::to_string(least >> 20) + "MB to 1TB";
    std::string problem = "expected a size from " + range + ", such as " + flag + " 256MB, not ";
    problem += Shown(text);
    // A number of bytes as small as that was not meant as one.
    if (IsBareNumber(text) && read && *read < static_cast<double>(least)) {
      problem += ", which counts bytes; was " + text + "MB meant?";
    }
    return problem;
  };
  return command
      ->add_option_function<std::string>(
          flag, [value](const std::string& text) { *value = static_cast<uint64_t>(*Bytes(text)); },
          description)
      ->check(CLI::Validator(check, ""))
      ->option_text("SIZE");
}

CLI::Option* AddList(CLI::App* command, const std::string& flag, std::vector<std::string>* value,
                     const std::string& description) {
  // One word each time: what follows may be the step's file.
  return command->add_option(flag, *value, description)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("LIST");
}

CLI::Option* AddNames(CLI::App* command, const std::string& flag, std::vector<std::string>* value,
                      const std::string& example, const std::string& description) {
  const auto check = [flag, example](std::string& text) -> std::string {
    if (!text.empty()) return "";
    return "expected names, separated by commas, such as " + flag + " " + example;
  };
  return AddList(command, flag, value, description)->check(CLI::Validator(check, ""));
}

CLI::Option* AddFolder(CLI::App* command, const std::string& flag, std::string* value,
                       const std::string& example, const std::string& description) {
  const auto check = [flag, example](std::string& text) -> std::string {
    if (CLI::ExistingDirectory(text).empty()) return "";
    return "expected a folder that is there, such as " + flag + " " + example + ", not " +
           Shown(text);
  };
  return command->add_option(flag, *value, description)
      ->check(CLI::Validator(check, ""))
      ->option_text("DIR");
}

std::string CheckWord(const std::string& flag, const std::string& text,
                      const std::vector<std::string>& words) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return "";
  std::string expected;
  for (size_t i = 0; i < words.size(); ++i) {
    expected += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return "expected " + expected + ", such as " + flag + " " + words.front() + ", not " +
         Shown(text) + DidYouMean(text, words);
}

}  // namespace sendoff::cli
