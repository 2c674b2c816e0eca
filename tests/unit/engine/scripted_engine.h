// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "engine/new_engine.h"
#include "tests/support/loopback.h"
#include "tests/support/scripted_carrier.h"

namespace sendoff::test {

// An engine whose runs do what `script` says, and which may connect to this machine.
inline std::unique_ptr<Engine> ScriptedEngine(ScriptedCarrier::Script script,
                                              DeliveryOptions options = {.allow_private = true}) {
  auto engine =
      engine::NewEngine(options, std::make_shared<ScriptedCarrier>(std::move(script)), nullptr);
  EXPECT_TRUE(engine.ok());
  return std::move(*engine);
}

// The address is refused, so that nothing is sent.
constexpr const char* kRefusedUrl = "http://192.0.2.1/";

inline std::string UrlOf(const LoopbackListener& server) {
  return "http://" + server.address().ToString() + "/";
}

// Takes the next connection, and reads and answers the request that comes on it.
inline void AnswerOne(LoopbackListener& server, const std::string& body = "") {
  LoopbackSocket socket(server.AcceptFd());
  std::string got;
  while (!got.ends_with("\r\n\r\n")) got += socket.Receive();
  socket.Send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body);
}

// One whose response the step waits for, as long as it likes.
inline net::OutboundRequest AwaitedRequest(const std::string& url, uint64_t seq = 0) {
  net::OutboundRequest request = GetRequest(url, seq);
  request.awaited = std::make_shared<net::AwaitedTerms>(
      net::AwaitedTerms{std::chrono::hours(1), 0, size_t{32} << 20});
  return request;
}

}  // namespace sendoff::test
