// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/address/ip_address.h"

namespace sendoff::test {

// A connected socket in the test's own hands, blocking, without a loop.
class LoopbackSocket {
 public:
  explicit LoopbackSocket(int fd) : fd_(fd) {}
  ~LoopbackSocket() { Close(); }
  LoopbackSocket(const LoopbackSocket&) = delete;
  LoopbackSocket& operator=(const LoopbackSocket&) = delete;

  void Send(std::string_view bytes);

  // As many as are taken without waiting; returns how many.
  size_t SendReady(std::string_view bytes);

  // At least one byte; "" at the end; "reset" after a reset.
  std::string Receive();

  // What has come already, without waiting.
  std::string ReceiveReady();

  net::SocketAddress peer_address() const;
  void Close();
  void Reset();  // closes so that the other side is told of a reset

 private:
  int fd_;
};

// Listens on a port of the loopback interface that the system picks. Connections are complete
// before they are accepted, so one thread can be both sides.
class LoopbackListener {
 public:
  // `small_buffers`: connections accepted have room for little that was not read yet.
  explicit LoopbackListener(const std::string& address = "127.0.0.1", bool small_buffers = false);
  ~LoopbackListener();
  LoopbackListener(const LoopbackListener&) = delete;
  LoopbackListener& operator=(const LoopbackListener&) = delete;

  const net::SocketAddress& address() const { return address_; }
  int AcceptFd();
  bool has_waiting() const;  // AcceptFd would not wait

 private:
  int fd_;
  net::SocketAddress address_;
};

// A name server on a UDP port of the loopback interface, played by the test itself.
class LoopbackNameServer {
 public:
  LoopbackNameServer();
  ~LoopbackNameServer();
  LoopbackNameServer(const LoopbackNameServer&) = delete;
  LoopbackNameServer& operator=(const LoopbackNameServer&) = delete;

  // "127.0.0.1:12345", for CaresOptions.
  const std::string& address() const { return address_; }

  struct Question {
    std::string name;
    uint16_t type = 0;  // 1: A, 28: AAAA
    std::string packet;
    net::SocketAddress from;
  };
  static constexpr uint16_t kA = 1;
  static constexpr uint16_t kAaaa = 28;

  // The next question, waiting for it.
  Question Receive();

  // Answers with those of `addresses` that the question's type asks for.
  void Answer(const Question& question, const std::vector<std::string>& addresses, uint32_t ttl);

  // Answers with a response code: 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED.
  void Refuse(const Question& question, int code);

 private:
  void Send(const Question& question, const std::string& packet);

  int fd_;
  std::string address_;
};

}  // namespace sendoff::test
