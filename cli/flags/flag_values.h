// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/nearest.h"

namespace sendoff::cli {

// Flags that take a value. What cannot be read is refused with the flag, what was expected, and an
// example; there is one reader for sizes, one for times, one for numbers. What a flag fills,
// `value` below, outlives the command.

// A whole number from `least` to `most`; `example` is one.
CLI::Validator WholeNumber(const std::string& flag, int64_t least, int64_t most,
                           const std::string& example);

template <class T>
CLI::Option* AddNumber(CLI::App* command, const std::string& flag, T* value, int64_t least,
                       int64_t most, const std::string& example, const std::string& description) {
  return command->add_option(flag, *value, description)
      ->check(WholeNumber(flag, least, most, example))
      ->option_text("N");
}

// A time has a unit: what a bare number counts is anybody's guess.
CLI::Option* AddTime(CLI::App* command, const std::string& flag, std::chrono::milliseconds* value,
                     const std::string& description);

// The same from 0 on, where a bare number counts milliseconds, as it did before there were units.
CLI::Option* AddDelay(CLI::App* command, const std::string& flag, std::chrono::milliseconds* value,
                      const std::string& description);

// A size without a unit counts bytes. Below `least` bytes it is refused, with the question whether
// megabytes were meant.
CLI::Option* AddSize(CLI::App* command, const std::string& flag, uint64_t* value, uint64_t least,
                     const std::string& description);

// Hosts, addresses and the like, separated by commas; may be repeated.
CLI::Option* AddList(CLI::App* command, const std::string& flag, std::vector<std::string>* value,
                     const std::string& description);

// The same of names, none of which is empty; `example` is some.
CLI::Option* AddNames(CLI::App* command, const std::string& flag, std::vector<std::string>* value,
                      const std::string& example, const std::string& description);

// A folder that is there.
CLI::Option* AddFolder(CLI::App* command, const std::string& flag, std::string* value,
                       const std::string& example, const std::string& description);

// One of some words; empty: `text` is one of them, else what to say of it.
std::string CheckWord(const std::string& flag, const std::string& text,
                      const std::vector<std::string>& words);

template <class T>
CLI::Option* AddChoice(CLI::App* command, const std::string& flag, T* value,
                       const std::vector<std::pair<std::string, T>>& choices,
                       const std::string& name, const std::string& description) {
  std::vector<std::string> words;
  words.reserve(choices.size());
  for (const auto& [word, meaning] : choices) words.push_back(word);
  return command
      ->add_option_function<std::string>(
          flag,
          [value, choices](const std::string& text) {
            for (const auto& [word, meaning] : choices) {
              if (word == text) *value = meaning;
            }
          },
          description)
      ->check(CLI::Validator(
          [flag, words](std::string& text) { return CheckWord(flag, text, words); }, ""))
      ->option_text(name);
}

}  // namespace sendoff::cli
