// SPDX-License-Identifier: MIT
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sendoff/engine.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "carrier/process/process_carrier.h"
#include "engine/new_engine.h"

namespace sendoff::test {

// An address of this machine where nobody listens, as long as it lives.
class ClosedPort {
 public:
  ClosedPort() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(socket_.fd(), generic, size), 0);
    EXPECT_EQ(getsockname(socket_.fd(), generic, &size), 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
  }

  const std::string& url() const { return url_; }

 private:
  Descriptor socket_;
  std::string url_;
};

// An engine whose runs are in processes of the program `SENDOFF_WORKER_PROGRAM`, or of another, and
// the files of its steps.
class ProcessRuns : public testing::Test {
 protected:
  explicit ProcessRuns(const ProcessOptions& options = {}) { Start(options); }
  ~ProcessRuns() override {
    for (const std::string& file : files_) unlink(file.c_str());
  }

  // Another engine, in the environment as it is now.
  void Start(ProcessOptions options = {}) {
    if (options.worker.empty()) options.worker = SENDOFF_WORKER_PROGRAM;
    auto carrier = carrier::ProcessCarrier::Create(options);
    EXPECT_TRUE(carrier.ok()) << carrier.error().message;
    DeliveryOptions delivery;
    delivery.allow_private = true;
    auto engine = engine::NewEngine(delivery, std::move(*carrier), nullptr);
    EXPECT_TRUE(engine.ok());
    engine_ = std::move(*engine);
  }
  std::string File(const std::string& text, const std::string& end = ".mjs") {
    files_.push_back(testing::TempDir() + "sendoff-worker-" + std::to_string(getpid()) + "-" +
                     std::to_string(files_.size()) + end);
    std::ofstream(files_.back()) << text;
    return files_.back();
  }

  RunOptions Options(const std::string& text, const std::string& end = ".mjs") {
    RunOptions options;
    options.input.file = File(text, end);
    return options;
  }

  const ClosedPort closed_;
  std::unique_ptr<Engine> engine_;
  std::vector<std::string> files_;
};

}  // namespace sendoff::test
