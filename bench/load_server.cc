// SPDX-License-Identifier: MIT
#include "bench/load_server.h"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/check.h"

namespace sendoff {
namespace {

constexpr std::string_view kAnswer = "HTTP/1.1 204 No Content\r\n\r\n";

// What the child does, until it is killed.
class Child {
 public:
  Child(int listener, size_t hold)
      : listener_(listener), epoll_(epoll_create1(0)), hold_(hold), holding_(hold > 0) {
    Watch(listener_);
  }

  [[noreturn]] void Run() {
    std::array<epoll_event, 256> events;
    while (true) {
      const int count = epoll_wait(epoll_, events.data(), events.size(), -1);
      for (int i = 0; i < count; ++i) {
        const int fd = events[static_cast<size_t>(i)].data.fd;
        if (fd == listener_) {
          AcceptAll();
        } else {
          Read(fd);
        }
      }
    }
  }

 private:
  void Watch(int fd) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    SENDOFF_CHECK(epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0);
  }

  void AcceptAll() {
    int fd = -1;
    while ((fd = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) Watch(fd);
  }

  // A request has no body, and so ends with its head; its last four bytes may come in two pieces.
  void Read(int fd) {
    std::array<char, 4096> buffer;
    const ssize_t count = recv(fd, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
      ends_.erase(fd);
      close(fd);
      return;
    }
    size_t& matched = ends_[fd];
    for (const char c : std::string_view(buffer.data(), static_cast<size_t>(count))) {
      constexpr std::string_view kEnd = "\r\n\r\n";
      matched = c == kEnd[matched] ? matched + 1 : c == '\r' ? 1 : 0;
      if (matched < kEnd.size()) continue;
      matched = 0;
      Reply(fd);
    }
  }

  void Reply(int fd) {
    held_.push_back(fd);
    if (holding_ && held_.size() < hold_) return;
    holding_ = false;
    for (const int waiting : held_) send(waiting, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
    held_.clear();
  }

  const int listener_;
  const int epoll_;
  const size_t hold_;
  bool holding_;
  std::vector<int> held_;
  std::unordered_map<int, size_t> ends_;  // how much of the end of a head has come
};

}  // namespace

LoadServer::LoadServer(size_t hold) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  socklen_t size = sizeof any;
  auto* name = reinterpret_cast<sockaddr*>(&any);
  SENDOFF_CHECK(bind(listener, name, size) == 0 && listen(listener, 4096) == 0);
  SENDOFF_CHECK(getsockname(listener, name, &size) == 0);
  port_ = ntohs(any.sin_port);
  child_ = fork();
  SENDOFF_CHECK(child_ >= 0);
  if (child_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    Child(listener, hold).Run();
  }
  close(listener);
}

LoadServer::~LoadServer() {
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

}  // namespace sendoff
