// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace sendoff::test {

// A step in a file, for the time of a test.
class StepFile {
 public:
  explicit StepFile(const std::string& source) {
    static int made = 0;
    path_ = testing::TempDir() + "sendoff-step-" + std::to_string(getpid()) + "-" +
            std::to_string(made++) + ".mjs";
    std::ofstream(path_) << source;
  }
  ~StepFile() { std::remove(path_.c_str()); }
  StepFile(const StepFile&) = delete;
  StepFile& operator=(const StepFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace sendoff::test
