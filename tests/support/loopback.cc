// SPDX-License-Identifier: MIT
#include "tests/support/loopback.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/check.h"

namespace sendoff::test {
namespace {

net::SocketAddress BindTo(int fd, const net::SocketAddress& address) {
  sockaddr_storage storage = address.ToSockaddr();
  const socklen_t length = address.ip.is_v4() ? 16 : 28;
  SENDOFF_CHECK(bind(fd, reinterpret_cast<const sockaddr*>(&storage), length) == 0);
  socklen_t size = sizeof storage;
  SENDOFF_CHECK(getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) == 0);
  return *net::SocketAddress::From(reinterpret_cast<const sockaddr*>(&storage));
}

void Append16(std::string& packet, unsigned value) {
  packet += static_cast<char>(value >> 8);
  packet += static_cast<char>(value & 0xff);
}

}  // namespace

void LoopbackSocket::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    SENDOFF_CHECK(count > 0);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

size_t LoopbackSocket::SendReady(std::string_view bytes) {
  const ssize_t count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return count < 0 ? 0 : static_cast<size_t>(count);
}

std::string LoopbackSocket::Receive() {
  std::array<char, 64 << 10> buffer;
  const ssize_t count = recv(fd_, buffer.data(), buffer.size(), 0);
  if (count < 0) return "reset";
  return {buffer.data(), static_cast<size_t>(count)};
}

std::string LoopbackSocket::ReceiveReady() {
  std::array<char, 64 << 10> buffer;
  const ssize_t count = recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  return count <= 0 ? "" : std::string(buffer.data(), static_cast<size_t>(count));
}

net::SocketAddress LoopbackSocket::peer_address() const {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  SENDOFF_CHECK(getpeername(fd_, reinterpret_cast<sockaddr*>(&storage), &size) == 0);
  return *net::SocketAddress::From(reinterpret_cast<const sockaddr*>(&storage));
}

void LoopbackSocket::Close() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

void LoopbackSocket::Reset() {
  const linger at_once{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  Close();
}

LoopbackListener::LoopbackListener(const std::string& address, bool small_buffers) {
  const auto ip = *net::IpAddress::Parse(address);
  fd_ = socket(ip.is_v4() ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  SENDOFF_CHECK(fd_ >= 0);
  if (small_buffers) {
    const int size = 4096;
    setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  }
  address_ = BindTo(fd_, {ip, 0});
  SENDOFF_CHECK(listen(fd_, 16) == 0);
}

LoopbackListener::~LoopbackListener() { close(fd_); }

int LoopbackListener::AcceptFd() {
  const int fd = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
  SENDOFF_CHECK(fd >= 0);
  return fd;
}

bool LoopbackListener::has_waiting() const {
  pollfd listening{fd_, POLLIN, 0};
  return poll(&listening, 1, 0) == 1;
}

LoopbackNameServer::LoopbackNameServer() : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  SENDOFF_CHECK(fd_ >= 0);
  address_ = BindTo(fd_, {*net::IpAddress::Parse("127.0.0.1"), 0}).ToString();
}

LoopbackNameServer::~LoopbackNameServer() { close(fd_); }

LoopbackNameServer::Question LoopbackNameServer::Receive() {
  std::array<char, 1500> buffer;
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  const ssize_t count =
      recvfrom(fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&storage), &size);
  SENDOFF_CHECK(count > 12);
  Question question;
  question.packet.assign(buffer.data(), static_cast<size_t>(count));
  question.from = *net::SocketAddress::From(reinterpret_cast<const sockaddr*>(&storage));
  size_t at = 12;
  while (const auto length = static_cast<size_t>(static_cast<uint8_t>(question.packet[at]))) {
    if (!question.name.empty()) question.name += '.';
    question.name += question.packet.substr(at + 1, length);
    at += length + 1;
  }
  question.type = static_cast<uint8_t>(question.packet[at + 2]);
  // Without what may follow the question.
  question.packet.resize(at + 5);
  return question;
}

void LoopbackNameServer::Answer(const Question& question, const std::vector<std::string>& addresses,
                                uint32_t ttl) {
  std::string records;
  unsigned count = 0;
  for (const std::string& text : addresses) {
    const auto ip = *net::IpAddress::Parse(text);
    if (question.type != (ip.is_v4() ? kA : kAaaa)) continue;
    ++count;
    Append16(records, 0xc00c);  // the name in the question
    Append16(records, question.type);
    Append16(records, 1);
    Append16(records, ttl >> 16);
    Append16(records, ttl & 0xffff);
    Append16(records, static_cast<unsigned>(ip.bytes().size()));
    records += ip.bytes();
  }
  std::string packet = question.packet.substr(0, 2);
  Append16(packet, 0x8180);
  Append16(packet, 1);
  Append16(packet, count);
  Append16(packet, 0);
  Append16(packet, 0);
  Send(question, packet + question.packet.substr(12) + records);
}

void LoopbackNameServer::Refuse(const Question& question, int code) {
  std::string packet = question.packet.substr(0, 2);
  Append16(packet, 0x8180u | static_cast<unsigned>(code));
  Append16(packet, 1);
  Append16(packet, 0);
  Append16(packet, 0);
  Append16(packet, 0);
  Send(question, packet + question.packet.substr(12));
}

void LoopbackNameServer::Send(const Question& question, const std::string& packet) {
  const sockaddr_storage to = question.from.ToSockaddr();
  SENDOFF_CHECK(sendto(fd_, packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr*>(&to),
                       16) == static_cast<ssize_t>(packet.size()));
}

}  // namespace sendoff::test
