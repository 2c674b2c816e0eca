// SPDX-License-Identifier: MIT
#include "tests/support/http1_fixture.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace sendoff::test {
namespace {

[[noreturn]] void Die(const std::string& file, size_t line, const std::string& what) {
  std::fprintf(stderr, "%s:%zu: %s\n", file.c_str(), line, what.c_str());
  std::exit(2);
}

// Appends `line` with its escapes replaced. False on an escape that is none.
bool Unescape(std::string_view line, std::string& bytes) {
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\\') {
      bytes += line[i];
      continue;
    }
    if (++i == line.size()) return false;
    switch (line[i]) {
      case 'r':
        bytes += '\r';
        break;
      case 'n':
        bytes += '\n';
        break;
      case 't':
        bytes += '\t';
        break;
      case '0':
        bytes += '\0';
        break;
      case '\\':
        bytes += '\\';
        break;
      case 'x':
        if (i + 2 >= line.size()) return false;
        bytes += static_cast<char>(
            std::strtoul(std::string(line.substr(i + 1, 2)).c_str(), nullptr, 16));
        i += 2;
        break;
      default:
        return false;
    }
  }
  return true;
}

class FileReader {
 public:
  FileReader(std::string file, std::vector<Http1Fixture>& fixtures)
      : file_(std::move(file)), input_(file_), fixtures_(fixtures) {}

  void Read() {
    for (std::string line; Next(line);) {
      if (line.starts_with("## ")) {
        if (!current_.name.empty()) Die(file_, line_, "the case above has no ```expect block");
        current_ = {};
        current_.file = file_;
        current_.name = line.substr(3);
      } else if (line.starts_with("```http")) {
        current_.to_head = line.find("HEAD") != std::string::npos;
        current_.open = line.find("open") != std::string::npos;
        ReadInput();
      } else if (line == "```expect") {
        ReadExpectation();
        if (current_.name.empty()) Die(file_, line_, "a block without a heading above it");
        fixtures_.push_back(std::move(current_));
        current_ = {};
      } else if (line.starts_with("```")) {
        Die(file_, line_, "a block that is neither ```http nor ```expect");
      }
    }
    if (!current_.name.empty()) Die(file_, line_, "the last case has no ```expect block");
  }

 private:
  bool Next(std::string& line) {
    ++line_;
    return static_cast<bool>(std::getline(input_, line));
  }

  void ReadInput() {
    for (std::string line; Next(line);) {
      if (line == "```") return;
      if (!Unescape(line, current_.input)) Die(file_, line_, "an escape that is none");
    }
    Die(file_, line_, "the block does not end");
  }

  void ReadExpectation() {
    for (std::string line; Next(line);) {
      if (line == "```") return;
      current_.expected += line + "\n";
    }
    Die(file_, line_, "the block does not end");
  }

  const std::string file_;
  std::ifstream input_;
  std::vector<Http1Fixture>& fixtures_;
  size_t line_ = 0;
  Http1Fixture current_;
};

}  // namespace

std::vector<Http1Fixture> ReadHttp1Fixtures(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".md") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  std::vector<Http1Fixture> fixtures;
  for (const std::string& file : files) FileReader(file, fixtures).Read();
  if (fixtures.empty()) Die(folder, 0, "no fixtures here");
  return fixtures;
}

}  // namespace sendoff::test
