// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "carrier/process/process_carrier.h"
#include "tests/unit/carrier/process/recording_services.h"

namespace sendoff::test {

// Returns when the process has ended.
inline void WaitForEnd(int pid) {
  const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!process.is_open()) return;
  pollfd wait = {process.fd(), POLLIN, 0};
  poll(&wait, 1, -1);
}

// A folder with steps whose texts are scripts for scripted_worker.cc, and a carrier for them.
class Carried : public testing::Test {
 protected:
  Carried() {
    char name[] = "/tmp/sendoff-carried-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~Carried() override { std::filesystem::remove_all(folder_); }

  // The path of the scripted worker as a zygote of that name.
  std::string Program(const std::string& name) {
    const std::string path = folder_ + "/" + name;
    std::filesystem::remove(path);
    std::filesystem::create_symlink(SCRIPTED_WORKER, path);
    return path;
  }

  // With the options as they are now.
  Result<std::shared_ptr<carrier::ProcessCarrier>> Create(const std::string& name = "good") {
    options_.worker = Program(name);
    return carrier::ProcessCarrier::Create(options_);
  }

  carrier::ProcessCarrier& carrier() {
    if (!carrier_) carrier_ = Create().value();
    return *carrier_;
  }

  carrier::Assignment Step(const std::string& script, const std::string& name = "step.js") {
    std::ofstream(folder_ + "/" + name) << script;
    carrier::Assignment assignment = assignment_;
    assignment.input.file = folder_ + "/" + name;
    return assignment;
  }

  carrier::Completion Run(const std::string& script, std::stop_token stop = {}) {
    return carrier().Carry(Step(script), services_, std::move(stop));
  }

  static std::vector<std::string> Targets(const carrier::Completion& completion) {
    std::vector<std::string> targets;
    for (const net::OutboundRequest& request : completion.requests) {
      targets.push_back(request.url.target);
    }
    return targets;
  }

  // A process that has had to do with a run: "worker" or "zygote".
  static int Pid(const carrier::Completion& completion, const std::string& which) {
    const std::string& text = completion.step.exports_json;
    const size_t at = text.find("\"" + which + "\":");
    return at == text.npos ? 0 : std::atoi(text.c_str() + at + which.size() + 3);
  }

  std::string folder_;
  ProcessOptions options_;
  carrier::Assignment assignment_;  // what each step is given, but for its file
  std::shared_ptr<RecordingServices> services_ = std::make_shared<RecordingServices>();
  std::shared_ptr<carrier::ProcessCarrier> carrier_;
};

}  // namespace sendoff::test
